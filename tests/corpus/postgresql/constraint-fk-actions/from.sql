CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
CREATE TABLE u (x int REFERENCES t);
