0CREATE TABLE [a;b] ("c;""d" int, `e;``f` int); SELECT 1;

