CREATE TABLE t ( -- the table
  a INT, /* a */
  b   TEXT
);
