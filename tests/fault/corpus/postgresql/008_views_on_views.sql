-- Views on views
--
-- revision:      r008
-- down_revision: r007

-- aludel:upgrade
CREATE VIEW latest_prices AS
  SELECT DISTINCT ON (asset_id) asset_id, day, price FROM prices ORDER BY asset_id, day DESC;
CREATE VIEW latest_metals AS
  SELECT a.symbol, p.price FROM assets a JOIN latest_prices p ON p.asset_id = a.id WHERE a.kind = 'metal';

-- aludel:downgrade
DROP VIEW latest_metals, latest_prices;
