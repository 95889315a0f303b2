-- Drop a table, and bring it back
--
-- revision:      r059
-- down_revision: r058

-- aludel:upgrade
DROP TABLE offers;

-- aludel:downgrade
CREATE TABLE offers (
  id     integer PRIMARY KEY,
  code   isin,
  worth  money_amount,
  span   price_range
);
COPY offers FROM stdin;
1	DE0001234564	(12.5,EUR)	[10,20)
2	\N	\N	\N
\.
