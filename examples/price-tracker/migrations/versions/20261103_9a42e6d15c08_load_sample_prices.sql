-- Load sample prices
--
-- Half a year of prices, the same ones every time: no randomness, no clock.
--
-- revision:      9a42e6d15c08
-- down_revision: a80d57e2c913
-- created:       2026-11-03 14:00:00+00:00

-- aludel:upgrade
INSERT INTO sources (id, name, url) VALUES
  (1, 'Corner Shop', 'https://corner.example'),
  (2, 'Megamart', 'https://megamart.example'),
  (3, 'Bargain Barn', 'https://barn.example'),
  (4, 'Weekly Market', 'https://market.example');

INSERT INTO products (id, sku, name, discontinued_on) VALUES
  (1, 'TEA-001', 'Green tea', NULL),
  (2, 'TEA-002', 'Earl Grey', NULL),
  (3, 'COF-001', 'Espresso beans', NULL),
  (4, 'COF-002', 'Filter coffee', '2026-09-30'),
  (5, 'CHO-001', 'Dark chocolate; 70 %', NULL),
  (6, 'CHO-002', 'Milk chocolate', NULL),
  (7, 'HON-001', 'Heather honey', NULL),
  (8, 'JAM-001', 'Baker''s apricot jam', NULL),
  (9, 'OIL-001', 'Olive oil', NULL),
  (10, 'RIC-001', 'Basmati rice', NULL);

-- One price a day from each source, but the market opens every seventh day. Each product swings around its own price,
-- each source has its own mood, and all get dearer by a tenth of a percent a day.
WITH RECURSIVE days (day) AS (
  SELECT 0
  UNION ALL
  SELECT day + 1 FROM days WHERE day < 179
),
months (month, begins, ends) AS (
  VALUES ('05', 0, 30), ('06', 31, 60), ('07', 61, 91), ('08', 92, 122), ('09', 123, 152), ('10', 153, 183)
),
-- Functions of dates differ from database to database; this does not.
calendar (day, written) AS (
  SELECT day, '2026-' || month || CASE WHEN day - begins < 9 THEN '-0' ELSE '-' END || (day - begins + 1)
  FROM days
  JOIN months ON day BETWEEN begins AND ends
)
INSERT INTO price_history (product_id, source_id, recorded_at, price_cents)
SELECT products.id,
       sources.id,
       written || ' 0' || (5 + sources.id) || ':00:00',
       (300 + 85 * products.id) * (1000 + day + 12 * ((day * 7 + products.id * 13 + sources.id * 29) % 17 - 8)) / 1000
FROM calendar
CROSS JOIN products
CROSS JOIN sources
WHERE (sources.id <> 4 OR day % 7 = 5)
  AND (products.discontinued_on IS NULL OR written <= products.discontinued_on);

-- aludel:downgrade
DELETE FROM price_history;
DELETE FROM products;
DELETE FROM sources;
