-- The branch for billing
--
-- revision:      r069
-- down_revision: r068
-- branch_labels: billing

-- aludel:upgrade
CREATE TABLE invoices (id integer PRIMARY KEY, amount numeric(12,2) NOT NULL);
INSERT INTO invoices SELECT i, i * 9.99 FROM generate_series(1, 20) AS i;

-- aludel:downgrade
DROP TABLE invoices;
