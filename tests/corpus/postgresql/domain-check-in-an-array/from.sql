CREATE DOMAIN d AS int CHECK (value > 0); CREATE TABLE t(c d[]);
