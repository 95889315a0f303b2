-- A materialized view
--
-- revision:      r009
-- down_revision: r008

-- aludel:upgrade
CREATE MATERIALIZED VIEW monthly AS
  SELECT asset_id, date_trunc('month', day)::date AS month, avg(price)::numeric(12,4) AS mean, count(*) AS days
  FROM prices GROUP BY 1, 2;
CREATE UNIQUE INDEX monthly_key ON monthly (asset_id, month);

-- aludel:downgrade
DROP MATERIALIZED VIEW monthly;
