-- aludel:requires 002_views.sql
CREATE VIEW large AS SELECT * FROM by_asset WHERE total > 1000;
COMMENT ON VIEW large IS 'the large ones';
GRANT SELECT ON large TO fault_reader;
