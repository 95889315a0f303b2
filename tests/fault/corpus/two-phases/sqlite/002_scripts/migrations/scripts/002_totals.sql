INSERT INTO totals SELECT asset, sum(amount) FROM prices GROUP BY asset;
VACUUM;
UPDATE totals SET total = total + 1;
