CREATE TABLE t (x json DEFAULT '{}', y varchar(10)); CREATE VIEW v AS SELECT x FROM t;
