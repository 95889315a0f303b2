-- Fill the daily statistics
--
-- revision:      1d58fa93b7e0
-- down_revision: e2746c8b09d1
-- created:       2026-11-09 10:30:00+00:00

-- aludel:upgrade
INSERT INTO daily_price_stats (product_id, day, samples, min_cents, max_cents, avg_cents)
SELECT product_id, substr(recorded_at, 1, 10), count(*), min(price_cents), max(price_cents), avg(price_cents)
FROM price_history
GROUP BY product_id, substr(recorded_at, 1, 10);

-- How many products a source had on a day, what they cost, and how many nobody sold for less.
INSERT INTO source_daily_stats (source_id, day, products, avg_cents, cheapest)
SELECT price.source_id, stats.day, count(*), avg(price.price_cents), sum(CASE WHEN price.price_cents = stats.min_cents THEN 1 ELSE 0 END)
FROM price_history AS price
JOIN daily_price_stats AS stats
  ON stats.product_id = price.product_id AND stats.day = substr(price.recorded_at, 1, 10)
GROUP BY price.source_id, stats.day;

-- Every price must be counted exactly once in either table.
-- aludel:verify
SELECT *
FROM (SELECT (SELECT count(*) FROM price_history) AS wanted,
             (SELECT coalesce(sum(samples), 0) FROM daily_price_stats) AS by_product,
             (SELECT coalesce(sum(products), 0) FROM source_daily_stats) AS by_source) AS counted
WHERE wanted <> by_product OR wanted <> by_source;

-- aludel:downgrade
DELETE FROM source_daily_stats;
DELETE FROM daily_price_stats;
