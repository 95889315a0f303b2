CREATE TABLE t (x jsonb DEFAULT '{}', y varchar(5)); CREATE VIEW v AS SELECT x FROM t;
