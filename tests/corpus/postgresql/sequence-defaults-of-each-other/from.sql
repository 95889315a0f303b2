CREATE TABLE d (id bigserial, n int);
