-- Sums by day
--
-- Kept up to date by 005_refresh: cheaper than a view over years of orders.
-- aludel:after 004
CREATE TABLE IF NOT EXISTS daily_sales (
  day     date PRIMARY KEY,
  orders  integer NOT NULL,
  items   integer NOT NULL,
  cents   bigint NOT NULL
);
