-- Who sees which row
--
-- revision:      r052
-- down_revision: r051

-- aludel:upgrade
ALTER TABLE holdings ENABLE ROW LEVEL SECURITY;
ALTER TABLE holdings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON holdings USING (owner = current_user) WITH CHECK (amount >= 0);
CREATE POLICY readers ON holdings FOR SELECT TO fault_reader USING (true);

-- aludel:downgrade
DROP POLICY readers ON holdings;
DROP POLICY own_rows ON holdings;
ALTER TABLE holdings NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
