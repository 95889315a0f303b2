CREATE TABLE d (id bigserial, n int); CREATE TABLE c (id bigserial, n int DEFAULT currval('d_id_seq')); ALTER TABLE d ALTER n SET DEFAULT nextval('c_id_seq');
