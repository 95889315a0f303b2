BEGIN;
INSERT INTO daily SELECT day, sum(amount) FROM prices GROUP BY day;
COMMIT;
UPDATE daily SET total = total + 1;
