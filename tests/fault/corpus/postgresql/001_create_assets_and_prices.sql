-- Create assets and prices
--
-- revision:      r001
-- down_revision:

-- aludel:upgrade
CREATE TABLE assets (
  id      integer PRIMARY KEY,
  symbol  varchar(12) NOT NULL UNIQUE,
  name    text NOT NULL,
  listed  date
);

CREATE TABLE prices (
  asset_id  integer NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
  day       date NOT NULL,
  price     numeric(12,4) NOT NULL CHECK (price > 0),
  PRIMARY KEY (asset_id, day)
);

-- aludel:downgrade
DROP TABLE prices;
DROP TABLE assets;
