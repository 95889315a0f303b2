CREATE TABLE p (id int, x int DEFAULT 1);
