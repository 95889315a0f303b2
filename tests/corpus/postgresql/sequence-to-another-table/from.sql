CREATE TABLE mentions (id serial PRIMARY KEY, text text, at int);
CREATE TABLE readers (id int);
