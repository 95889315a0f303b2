-- A foreign key in two steps
--
-- revision:      r017
-- down_revision: r016

-- aludel:upgrade
CREATE TABLE holdings (asset_id integer NOT NULL, owner text NOT NULL, amount bigint NOT NULL DEFAULT 0);
INSERT INTO holdings SELECT id, 'ann', id * 3 FROM assets;
BEGIN;
ALTER TABLE holdings ADD CONSTRAINT holdings_asset FOREIGN KEY (asset_id) REFERENCES assets NOT VALID;
COMMIT;
ALTER TABLE holdings VALIDATE CONSTRAINT holdings_asset;

-- aludel:downgrade
DROP TABLE holdings;
