CREATE TABLE a (id int) WITH (fillfactor = 80, autovacuum_enabled = false);
CREATE TABLE b (id int) WITH (autovacuum_vacuum_scale_factor = 0.2, autovacuum_analyze_scale_factor = 0.2);
CREATE TABLE c (id int) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE d (id int, t text) WITH (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.2, toast.autovacuum_enabled = false);
CREATE INDEX i ON d (id) WITH (fillfactor = 60, deduplicate_items = off);
CREATE VIEW v WITH (security_invoker = true, security_barrier = true) AS SELECT id FROM d;
