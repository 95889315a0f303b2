-- Bring what is derived up to date
--
-- Its own transaction: readers see the old sums or the new ones, never a half.
-- aludel:requires 003_materialized_views 004_aggregation_tables
-- aludel:run always
-- aludel:allow-data-loss the sums are computed anew from the orders
BEGIN;
DELETE FROM daily_sales;
INSERT INTO daily_sales (day, orders, items, cents)
SELECT ordered_on, count(DISTINCT order_id), sum(quantity), sum(quantity * price_cents)
FROM order_items
GROUP BY ordered_on;
COMMIT;

REFRESH MATERIALIZED VIEW CONCURRENTLY monthly_revenue;
REFRESH MATERIALIZED VIEW CONCURRENTLY product_ranking;
