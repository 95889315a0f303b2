-- Domains, composite and range types
--
-- revision:      r007
-- down_revision: r006

-- aludel:upgrade
CREATE DOMAIN isin AS char(12) CHECK (VALUE ~ '^[A-Z]{2}[A-Z0-9]{9}[0-9]$');
CREATE TYPE money_amount AS (amount numeric(20,4), currency char(3));
CREATE TYPE price_range AS RANGE (subtype = numeric);
CREATE TABLE offers (
  id     integer PRIMARY KEY,
  code   isin,
  worth  money_amount,
  span   price_range
);
INSERT INTO offers VALUES (1, 'DE0001234564', ROW(12.5, 'EUR'), '[10,20)');

-- aludel:downgrade
DROP TABLE offers;
DROP TYPE price_range;
DROP TYPE money_amount;
DROP DOMAIN isin;
