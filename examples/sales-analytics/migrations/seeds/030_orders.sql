-- Half a year of orders
--
-- The same every time: one a day, of one to three items.
INSERT INTO orders (id, ordered_on, customer_id, channel)
SELECT 1 + day, date '2026-01-15' + day, 1 + day % 5, (ARRAY['web', 'shop', 'web', 'phone'])[1 + day % 4]
FROM generate_series(0, 179) AS day
ON CONFLICT DO NOTHING;

INSERT INTO order_items (order_id, ordered_on, position, sku, quantity, price_cents)
SELECT orders.id, ordered_on, position, products.sku, 1 + (orders.id + position) % 4, products.price_cents
FROM orders
CROSS JOIN generate_series(1, 3) AS position
JOIN (SELECT sku, price_cents, row_number() OVER (ORDER BY sku) AS number FROM products) AS products
  ON products.number = 1 + (orders.id * 5 + position * 3) % 8
WHERE position <= 1 + orders.id % 3
  AND orders.id <= 180
ON CONFLICT DO NOTHING;

SELECT setval(pg_get_serial_sequence('orders', 'id'), (SELECT max(id) FROM orders));
