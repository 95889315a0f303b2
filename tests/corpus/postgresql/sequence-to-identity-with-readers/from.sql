CREATE SEQUENCE t_id_seq START 10; CREATE TABLE t(id bigint DEFAULT nextval('t_id_seq') PRIMARY KEY, o int); GRANT USAGE ON SEQUENCE t_id_seq TO r1; CREATE VIEW v AS SELECT last_value FROM t_id_seq;
