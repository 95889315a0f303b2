CREATE TABLE t(a serial, b int); GRANT USAGE ON SEQUENCE t_a_seq TO r1; COMMENT ON SEQUENCE t_a_seq IS 's';
