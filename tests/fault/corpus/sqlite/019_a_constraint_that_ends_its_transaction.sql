-- A constraint that ends its transaction
--
-- revision:      s019
-- down_revision: s018

-- aludel:upgrade
CREATE TABLE unique_days (day TEXT UNIQUE ON CONFLICT ROLLBACK, price NUMERIC);
INSERT INTO unique_days SELECT day, max(price) FROM prices GROUP BY day;

-- aludel:downgrade
DROP TABLE unique_days;
