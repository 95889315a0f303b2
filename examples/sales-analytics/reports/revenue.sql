SELECT month, region, round(cents / 100.0, 2) AS revenue, orders FROM monthly_revenue ORDER BY month, region;
