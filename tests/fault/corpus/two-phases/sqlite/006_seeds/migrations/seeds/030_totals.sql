INSERT INTO totals (asset, total) VALUES ('gold', 1), ('silver', 2);
