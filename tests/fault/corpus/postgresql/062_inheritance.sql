-- Inheritance
--
-- revision:      r062
-- down_revision: r061

-- aludel:upgrade
CREATE TABLE events (id integer, at timestamp NOT NULL);
CREATE TABLE clicks (target text) INHERITS (events);
INSERT INTO clicks VALUES (1, '2024-01-01', 'home');
ALTER TABLE events ADD COLUMN source text NOT NULL DEFAULT 'web';

-- aludel:downgrade
DROP TABLE clicks;
DROP TABLE events;
