-- Reports have moved away
--
-- revision:      r039
-- down_revision: r038

-- aludel:variables side:identifier

-- aludel:upgrade
DROP DATABASE IF EXISTS {{side}};
COMMENT ON TABLE assets IS 'reports on them live elsewhere';

-- aludel:downgrade
COMMENT ON TABLE assets IS NULL;
CREATE DATABASE {{side}} TEMPLATE template0;
