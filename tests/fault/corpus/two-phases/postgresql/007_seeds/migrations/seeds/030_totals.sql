INSERT INTO daily (day, total) VALUES ('2026-03-01', 1), ('2026-03-02', 2);
