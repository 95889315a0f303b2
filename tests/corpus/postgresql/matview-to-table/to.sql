CREATE TABLE m (x int);
