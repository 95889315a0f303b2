// What a script replaces, and what is made again behind it: rights, comments, settings.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class RebuiltObjects : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE prices (id INTEGER PRIMARY KEY, asset TEXT, p INTEGER);");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  void script(const std::string& name, const std::string& text) {
    project->write("migrations/scripts/" + name, text);
  }
};
ALUDEL_ON_POSTGRESQL(RebuiltObjects);

constexpr const char* rights_there_are =
    "SELECT name, grantee::regrole, privilege_type, is_grantable FROM (SELECT relname::text AS "
    "name, "
    "coalesce(relacl, acldefault('r', relowner)) AS acl FROM pg_class WHERE relname IN ('v', "
    "'dep', "
    "'m') UNION ALL SELECT proname::text, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace UNION ALL SELECT attname::text, attacl FROM "
    "pg_attribute WHERE attacl IS NOT NULL AND attrelid = to_regclass('dep')) o, aclexplode(acl) "
    "ORDER BY 1, 2, 3";

TEST_P(RebuiltObjects, RightsAreWhatTheyWereWhateverTheDefaultPrivileges) {
  const std::string role = database->name() + "_reader";
  (void)database->rows("CREATE ROLE " + role);
  script("001.sql",
         "CREATE VIEW v AS SELECT id, asset FROM prices;\n"
         "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  for (const std::string& sql : std::vector<std::string>{
           "CREATE VIEW dep AS SELECT id, asset, f() FROM v",
           "CREATE MATERIALIZED VIEW m AS SELECT asset FROM dep",
           "REVOKE ALL ON m FROM CURRENT_USER", "REVOKE DELETE ON v FROM CURRENT_USER",
           "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC", "GRANT SELECT (id) ON dep TO " + role,
           "GRANT INSERT ON dep TO " + role, "ALTER VIEW dep OWNER TO " + role,
           "GRANT SELECT ON v TO " + role, "GRANT SELECT ON dep TO postgres WITH GRANT OPTION",
           "ALTER DEFAULT PRIVILEGES GRANT SELECT, UPDATE ON TABLES TO " + role + ", PUBLIC",
           "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO " + role +
               " WITH GRANT OPTION"})
    (void)database->rows(sql);
  const Lines before = rows(rights_there_are);
  script("001.sql",
         "CREATE OR REPLACE VIEW v AS SELECT p, id, asset FROM prices;\n"
         "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(rows(rights_there_are), before);
  script(
      "001.sql",
      "CREATE OR REPLACE VIEW v AS SELECT id, asset FROM prices;\nGRANT TRIGGER ON v TO PUBLIC;\n"
      "CREATE OR REPLACE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';\n");
  EXPECT_EXIT_CODE(0, run({"scripts", "run"}));
  EXPECT_EQ(rows(rights_there_are).size(), before.size() + 1);
  for (const char* sql : {"DROP OWNED BY ", "DROP ROLE "}) {
    if (sql[5] == 'O') (void)database->rows("REASSIGN OWNED BY " + role + " TO CURRENT_USER");
    (void)database->rows(sql + role);
  }
}

TEST_P(RebuiltObjects, CommentsOnPartsAndSettingsOfColumnsAreKept) {
  script("001.sql",
         "CREATE VIEW v AS SELECT id, asset FROM prices;\n"
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
         "CREATE FUNCTION tax(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x';\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  for (const char* sql :
       {"CREATE VIEW dep AS SELECT * FROM v",
        "CREATE TRIGGER t INSTEAD OF INSERT ON dep FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE RULE r AS ON DELETE TO dep DO INSTEAD NOTHING",
        "COMMENT ON TRIGGER t ON dep IS 't'", "COMMENT ON RULE r ON dep IS 'r'",
        "CREATE MATERIALIZED VIEW m AS SELECT asset FROM dep",
        "ALTER MATERIALIZED VIEW m ALTER COLUMN asset SET STORAGE EXTERNAL",
        "ALTER MATERIALIZED VIEW m ALTER COLUMN asset SET COMPRESSION pglz",
        "ALTER MATERIALIZED VIEW m ALTER COLUMN asset SET STATISTICS 0",
        "ALTER MATERIALIZED VIEW m ALTER COLUMN asset SET (n_distinct = 5)",
        "CREATE INDEX m_upper ON m (upper(asset))",
        "ALTER INDEX m_upper ALTER COLUMN 1 SET STATISTICS 700",
        "CREATE INDEX p_tax ON prices (tax(p))", "COMMENT ON INDEX p_tax IS 'i'",
        "ALTER INDEX p_tax ALTER COLUMN 1 SET STATISTICS 800",
        "ALTER TABLE prices ADD CONSTRAINT taxed CHECK (tax(p) > 0)",
        "COMMENT ON CONSTRAINT taxed ON prices IS 'c'"})
    (void)database->rows(sql);
  const char* what_there_is =
      "SELECT description FROM pg_description WHERE objoid >= 16384 UNION ALL SELECT "
      "concat_ws(' ', relname, attname, attstorage, attcompression, attstattarget, (SELECT o "
      "FROM unnest(attoptions) o WHERE o LIKE 'n_distinct%')) "
      "FROM "
      "pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relname IN ('m', 'm_upper', 'p_tax') "
      "AND attnum > 0 ORDER BY 1";
  const Lines before = rows(what_there_is);
  ASSERT_EQ(before.size(), 7U);
  script("001.sql",
         "CREATE OR REPLACE VIEW v AS SELECT p, id, asset FROM prices;\n"
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
         "CREATE OR REPLACE FUNCTION tax(y integer) RETURNS integer LANGUAGE sql IMMUTABLE AS "
         "'SELECT y';\n");
  const Outcome outcome = run({"scripts", "run"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(rows(what_there_is), before);
}

TEST_P(RebuiltObjects, ThatBelongToAnotherRoleAreToldWithTheGrantThatHelps) {
  const std::string role = database->name() + "_guest";
  (void)rows("CREATE ROLE " + role);
  script("001.sql", "CREATE MATERIALIZED VIEW m AS SELECT id FROM prices;\n");
  ASSERT_EXIT_CODE(0, run({"scripts", "run"}));
  (void)rows("GRANT CREATE ON SCHEMA public TO " + role);
  (void)rows("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
  script("001.sql", "CREATE MATERIALIZED VIEW m AS SELECT id, asset FROM prices;\n");
  const Outcome refused =
      run({"scripts", "run"}, {.environment = {{"PGOPTIONS", "-c role=" + role}}});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "replaces materialized view public.m, and lacks a right"));
  EXPECT_TRUE(says(refused.err, "`ALTER MATERIALIZED VIEW public.m OWNER TO " + role + "`"));
  (void)rows("DROP OWNED BY " + role);
  (void)rows("DROP ROLE " + role);
}

}  // namespace
}  // namespace aludel::testing
