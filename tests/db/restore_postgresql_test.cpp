// `db restore` on PostgreSQL: settings, grants, roles, other servers.
#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

class RestoreOnPostgresql : public WithRowsLostSinceTheBackup {};
ALUDEL_ON_FIRST_POSTGRESQL(RestoreOnPostgresql);

TEST_P(RestoreOnPostgresql, SettingsGrantsAndTheCommentOfTheDatabaseComeBack) {
  const std::string name = database->name();
  database->run("ALTER DATABASE " + name + " SET work_mem = '7MB';\nALTER DATABASE " + name +
                " SET search_path = \"$user\", public;\nCOMMENT ON DATABASE " + name +
                " IS 'it''s ours';\nREVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC;");
  const std::string properties =
      "SELECT (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a), "
      "shobj_description(oid, 'pg_database'), (SELECT setconfig FROM "
      "pg_db_role_setting WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = "
      "current_database()";
  const Lines before = rows(properties);
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(rows(properties), before);
}

/// A limit, settings of a role, an empty list, a grant that may be passed on, and one that the
/// owner gave up.
std::string unusual_properties(const std::string& name, const std::string& role) {
  const std::string of_role = "ALTER ROLE " + role + " IN DATABASE " + name;
  return "ALTER DATABASE " + name + " CONNECTION LIMIT 7;\n" + of_role +
         " SET search_path = 'we\"ird, one', public;\n" + of_role +
         " SET local_preload_libraries = '';\n" + of_role + " SET work_mem = '9MB';\n" +
         "GRANT CREATE ON DATABASE " + name + " TO " + role + " WITH GRANT OPTION;\n" +
         "REVOKE TEMPORARY ON DATABASE " + name + " FROM postgres;";
}
constexpr const char* all_properties =
    "SELECT datconnlimit, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a), "
    "(SELECT array_agg((setrole::regrole, setconfig)::text ORDER BY setrole) FROM "
    "pg_db_role_setting WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = "
    "current_database()";

TEST_P(RestoreOnPostgresql, TheLimitSettingsOfRolesAndGrantOptionsComeBack) {
  const std::string role = database->name() + "_role";
  rows("CREATE ROLE " + role);
  database->run(unusual_properties(database->name(), role));
  const Lines before = rows(all_properties);
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(rows(all_properties), before);
  rows("DROP OWNED BY " + role);
  rows("DROP ROLE " + role);
}

TEST_P(RestoreOnPostgresql, ASettingOfARoleThatIsGoneIsNamed) {
  const std::string role = database->name() + "_role";
  rows("CREATE ROLE " + role);
  rows("ALTER ROLE " + role + " IN DATABASE " + database->name() + " SET work_mem = '9MB'");
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  rows("DROP ROLE " + role);
  const Outcome outcome = run({"db", "restore"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "not restored: `ALTER ROLE \"" + role + "\" IN DATABASE "));
  EXPECT_TRUE(says(outcome.err, "SET work_mem = '9MB'`: role \"" + role + "\" does not exist"));
}

TEST_P(RestoreOnPostgresql, MissingRolesAreNamedAndNoOwnerDoesWithoutThem) {
  const std::string role = database->name() + "_owner";
  const std::string reader = database->name() + "_reader";
  database->run("CREATE ROLE " + role + ";\nALTER TABLE prices OWNER TO " + role +
                ";\nCREATE ROLE " + reader + ";\nGRANT SELECT ON prices TO " + reader + ";");
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  database->run("ALTER TABLE prices OWNER TO CURRENT_USER;\nDROP OWNED BY " + reader +
                ";\nDROP ROLE " + role + ", " + reader + ";");
  const Outcome refused = run({"db", "restore"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "`CREATE ROLE \"" + role + "\"; CREATE ROLE \"" + reader + "\"`"));
  EXPECT_EXIT_CODE(0, run({"db", "restore", "--no-owner"}));
}

TEST_P(RestoreOnPostgresql, IntoADatabaseThatIsNotThereMakesIt) {
  const std::string name = database->name() + "_new";
  ASSERT_EXIT_CODE(
      0, run({"db", "restore", backups().front(), "--url", with_database(database->url(), name)}));
  EXPECT_EQ(
      lines_of(
          connect_to(with_database(database->url(), name))->query("SELECT count(*) FROM prices")),
      (Lines{"3"}));
  rows("DROP DATABASE " + name + " WITH (FORCE)");
}

TEST_P(RestoreOnPostgresql, OnANewerServer) {
  const auto newer = url_of(Server::postgresql_newer);
  if (!newer) GTEST_SKIP() << "there is no second server";
  TestDatabase other(Server::postgresql_newer);
  ASSERT_EXIT_CODE(0, run({"db", "restore", backups().front(), "--url", other.url()}));
  EXPECT_EQ(other.value("SELECT count(*) FROM prices"), "3");
}

}  // namespace
}  // namespace aludel::testing
