CREATE SEQUENCE mentions_id_seq AS integer;
CREATE TABLE comment_mentions (id int NOT NULL DEFAULT nextval('mentions_id_seq') CONSTRAINT mentions_pkey PRIMARY KEY, body text);
ALTER SEQUENCE mentions_id_seq OWNED BY comment_mentions.id;
CREATE TABLE readers (id int);
