CREATE TABLE a (id int) WITH (fillfactor = 70);
CREATE TABLE b (id int) WITH (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.2, fillfactor = 80);
CREATE TABLE c (id int) WITH (fillfactor = 70, autovacuum_enabled = false);
