-- Unlogged and logged
--
-- revision:      r061
-- down_revision: r060

-- aludel:upgrade
CREATE UNLOGGED TABLE import_buffer (line text);
INSERT INTO import_buffer SELECT md5(i::text) FROM generate_series(1, 5000) AS i;
ALTER TABLE import_buffer SET LOGGED;

-- aludel:downgrade
DROP TABLE import_buffer;
