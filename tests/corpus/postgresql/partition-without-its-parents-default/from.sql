CREATE TABLE runs (id int DEFAULT 7, at date DEFAULT now() NOT NULL, state text DEFAULT 'new' NOT NULL) PARTITION BY RANGE (at);
