CREATE MATERIALIZED VIEW by_asset AS SELECT asset, sum(amount) AS total, count(*) AS n FROM prices GROUP BY asset;
CREATE UNIQUE INDEX ix_by_asset ON by_asset (asset);
COMMENT ON MATERIALIZED VIEW by_asset IS 'what each asset comes to, and of how many prices';
