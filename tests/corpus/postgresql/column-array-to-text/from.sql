CREATE TABLE posts (id int, tags text[], numbers int[] NOT NULL DEFAULT '{}');
