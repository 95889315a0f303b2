-- Prices from a file
--
-- revision:      r004
-- down_revision: r003

-- aludel:upgrade
COPY prices (asset_id, day, price) FROM stdin;
1	2024-01-01	2062.9800
1	2024-01-02	2058.9600
1	2024-01-03	2041.4900
2	2024-01-01	23.7900
2	2024-01-02	23.6500
3	2024-01-01	1.0000
\.

INSERT INTO prices SELECT id, date '2024-02-01' + d, 10 + id + d
FROM assets, generate_series(0, 9) AS d WHERE id >= 10;

COPY ledger.accounts (id, title, balance) FROM stdin WITH (FORMAT csv, HEADER);
id,title,balance
1,"Cash, in hand",1000
2,"Stock ""A""",0
3,Fees,-7
\.

-- aludel:downgrade
TRUNCATE prices;
DELETE FROM ledger.accounts;
