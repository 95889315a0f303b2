-- What the shop itself does all day, once.
INSERT INTO products (sku, name, category, price_cents)
VALUES ('TEA-001', 'Green tea', 'tea', 450), ('COF-001', 'Espresso beans', 'coffee', 1290)
ON CONFLICT DO NOTHING;
INSERT INTO customers (email, name, country, region)
VALUES ('ann@example.org', 'Ann Sommer', 'DE', 'Centre')
ON CONFLICT DO NOTHING;
WITH ordered AS (
  INSERT INTO orders (ordered_on, customer_id)
  SELECT current_date, id FROM customers WHERE email = 'ann@example.org'
  RETURNING id, ordered_on
)
INSERT INTO order_items (order_id, ordered_on, position, sku, quantity, price_cents)
SELECT ordered.id, ordered_on, row_number() OVER (ORDER BY sku), sku, 2, price_cents
FROM ordered CROSS JOIN products
WHERE sku IN ('TEA-001', 'COF-001');
