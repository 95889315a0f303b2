CREATE TABLE m (k int NOT NULL, v text DEFAULT 'x') PARTITION BY RANGE (k); CREATE TABLE a (k int, w int, v text DEFAULT 'y'); 
