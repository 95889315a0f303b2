-- What the board looks at
--
-- Where a definition changes, what depends on it is made again as it was.
-- aludel:after 005
CREATE MATERIALIZED VIEW monthly_revenue AS
SELECT date_trunc('month', ordered_on)::date AS month, region, sum(quantity * price_cents) AS cents, count(DISTINCT orders.id) AS orders
FROM orders
JOIN order_items USING (ordered_on)
JOIN customers ON customers.id = orders.customer_id
WHERE order_items.order_id = orders.id
GROUP BY 1, 2;
CREATE UNIQUE INDEX ON monthly_revenue (month, region);

CREATE MATERIALIZED VIEW product_ranking AS
SELECT sku, products.name, category, sum(quantity) AS sold, rank() OVER (ORDER BY sum(quantity) DESC) AS place
FROM order_items
JOIN products USING (sku)
GROUP BY sku, products.name, category;
CREATE UNIQUE INDEX ON product_ranking (sku);
