CREATE TABLE t(id serial PRIMARY KEY); CREATE VIEW v AS SELECT last_value FROM t_id_seq;
