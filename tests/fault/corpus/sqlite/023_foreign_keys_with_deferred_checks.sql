-- Foreign keys with deferred checks
--
-- revision:      s023
-- down_revision: s022

-- aludel:upgrade
CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
INSERT INTO children VALUES (1, 1), (2, 1);
INSERT INTO parents VALUES (1);

-- aludel:downgrade
DROP TABLE children;
DROP TABLE parents;
