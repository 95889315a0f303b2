CREATE TABLE posts (id int, tags text, numbers varchar(100) NOT NULL DEFAULT '{}');
