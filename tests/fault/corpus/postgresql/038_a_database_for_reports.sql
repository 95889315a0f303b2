-- A database for reports
--
-- revision:      r038
-- down_revision: r037

-- aludel:variables side:identifier

-- aludel:upgrade
CREATE DATABASE {{side}} TEMPLATE template0;

-- aludel:downgrade
DROP DATABASE {{side}};
