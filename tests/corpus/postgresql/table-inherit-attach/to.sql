CREATE TABLE p (a int, b text); CREATE TABLE ch (a int, b text, c int) INHERITS (p);
