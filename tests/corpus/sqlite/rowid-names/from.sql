CREATE TABLE t(rowid INT, oid TEXT, a INT);
