-- Settings of one revision
--
-- revision:      r048
-- down_revision: r047

-- aludel:timeout lock=2s statement=1min

-- aludel:upgrade
SET LOCAL work_mem = '8MB';
SET TIME ZONE 'Europe/Vienna';
CREATE TABLE moments (at timestamptz PRIMARY KEY);
INSERT INTO moments VALUES ('2024-07-01 12:00');
VACUUM moments;
INSERT INTO moments VALUES ('2024-12-01 12:00');

-- aludel:downgrade
DROP TABLE moments;
