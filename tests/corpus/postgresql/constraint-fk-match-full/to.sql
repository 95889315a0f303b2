CREATE TABLE t (id int PRIMARY KEY, a int, b text, c numeric(10,2));
ALTER TABLE t ADD UNIQUE (id,a); CREATE TABLE u (x int, y int, FOREIGN KEY (x,y) REFERENCES t(id,a) MATCH FULL);
