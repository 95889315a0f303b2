CREATE TABLE t (a int, b int, CONSTRAINT ua UNIQUE (a) WITH (fillfactor = 70), PRIMARY KEY (b)); COMMENT ON INDEX ua IS 'kept apart';
