-- Find by place
--
-- revision:      s021
-- down_revision: s020

-- aludel:upgrade
CREATE VIRTUAL TABLE places USING rtree(id, min_x, max_x, min_y, max_y);
INSERT INTO places SELECT id, id, id + 1, id, id + 1 FROM prices WHERE id <= 60;

-- aludel:downgrade
DROP TABLE places;
