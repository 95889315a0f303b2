-- Grants
--
-- revision:      r053
-- down_revision: r052

-- aludel:upgrade
GRANT SELECT ON assets, prices TO fault_reader;
GRANT UPDATE (price) ON prices TO fault_owner WITH GRANT OPTION;
GRANT USAGE ON SCHEMA ledger TO PUBLIC;
REVOKE EXECUTE ON FUNCTION price_change(integer) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA ledger GRANT SELECT ON TABLES TO fault_reader;

-- aludel:downgrade
ALTER DEFAULT PRIVILEGES IN SCHEMA ledger REVOKE SELECT ON TABLES FROM fault_reader;
GRANT EXECUTE ON FUNCTION price_change(integer) TO PUBLIC;
REVOKE USAGE ON SCHEMA ledger FROM PUBLIC;
REVOKE UPDATE (price) ON prices FROM fault_owner;
REVOKE SELECT ON assets, prices FROM fault_reader;
