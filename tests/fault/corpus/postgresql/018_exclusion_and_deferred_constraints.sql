-- Exclusion and deferred constraints
--
-- revision:      r018
-- down_revision: r017

-- aludel:upgrade
CREATE TABLE bookings (
  room  int4range NOT NULL,
  EXCLUDE USING gist (room WITH &&)
);
INSERT INTO bookings VALUES ('[1,3)'), ('[3,9)');
CREATE TABLE people (
  id       integer PRIMARY KEY,
  best_of  integer NOT NULL
);
ALTER TABLE people ADD CONSTRAINT people_best FOREIGN KEY (best_of) REFERENCES people DEFERRABLE INITIALLY DEFERRED;
INSERT INTO people VALUES (1, 2);
INSERT INTO people VALUES (2, 1);

-- aludel:downgrade
DROP TABLE people;
DROP TABLE bookings;
