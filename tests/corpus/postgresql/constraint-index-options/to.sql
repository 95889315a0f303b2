CREATE TABLE t (a int, b int, CONSTRAINT ua UNIQUE (a), PRIMARY KEY (b) WITH (fillfactor = 80)); COMMENT ON INDEX t_pkey IS 'the key';
