-- The branch for stock
--
-- revision:      r071
-- down_revision: r068
-- branch_labels: stock

-- aludel:upgrade
CREATE TABLE boxes (id integer PRIMARY KEY, weight integer NOT NULL);
INSERT INTO boxes VALUES (1, 10), (2, 20);

-- aludel:downgrade
DROP TABLE boxes;
