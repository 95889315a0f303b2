// What a revision does to its session: it lasts for the revision, also over a stop, and no longer.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class RevisionSession : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    role_ = database->name() + "_role";
    rows("CREATE ROLE " + role_);
    rows("CREATE SCHEMA shop AUTHORIZATION " + role_);
    rows("GRANT USAGE ON SCHEMA public TO " + role_);
  }
  void TearDown() override {
    if (!database) return;
    rows("DROP OWNED BY " + role_ + " CASCADE");
    rows("DROP ROLE " + role_);
  }
  Lines tables() {
    return rows(
        "SELECT n.nspname || '.' || relname || ' ' || (relowner = 'postgres'::regrole) FROM "
        "pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND "
        "nspname IN ('public', 'shop') AND relname !~ '^aludel' ORDER BY 1");
  }
  std::string role_;
};
ALUDEL_ON_POSTGRESQL(RevisionSession);

TEST_P(RevisionSession, DoesNotLeakIntoTheNextRevision) {
  project->add("aaaa0001",
               "SET search_path = shop;\nSET ROLE " + role_ +
                   ";\nSET statement_timeout = '20s';\nCREATE TABLE one (id INTEGER);",
               "SET ROLE " + role_ + ";\nDROP TABLE shop.one;");
  project->add("aaaa0002", "CREATE TABLE two AS SELECT current_setting('statement_timeout') AS t;",
               "DROP TABLE two;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(tables(), (Lines{"public.two true", "shop.one false"}));
  EXPECT_EQ(value("SELECT t FROM two"), "0");
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "done aaaa0002 1/1"}));
  ASSERT_EXIT_CODE(0, run({"downgrade", "base"}));
  EXPECT_EQ(tables(), Lines{});
}

TEST_P(RevisionSession, DoesNotLeakInOneTransactionEither) {
  project->add("aaaa0001",
               "SET search_path = shop;\nSET ROLE " + role_ + ";\nCREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade", "--transaction", "all"}));
  EXPECT_EQ(tables(), (Lines{"public.two true", "shop.one false"}));
}

TEST_P(RevisionSession, ADumpThatEmptiesTheSearchPathLeavesTheBookkeepingWorking) {
  project->add(
      "aaaa0001",
      "\\restrict abc\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n"
      "SET check_function_bodies = false;\nSET row_security = off;\n"
      "SELECT pg_catalog.set_config('search_path', '', false);\n"
      "CREATE TABLE public.one (id integer);\nCOPY public.one (id) FROM stdin;\n1\n2\n\\.\n"
      "\\unrestrict abc");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(tables(), (Lines{"public.one true", "public.two true"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(RevisionSession, IsThereAgainWhenAStoppedRevisionGoesOn) {
  const std::string begin = "BEGIN;\nSET search_path = shop;\nSET ROLE " + role_ +
                            ";\nCREATE TABLE one (id INTEGER);\nCOMMIT;\n";
  project->add("aaaa0001", begin + "INSERT INTO missing VALUES (1);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0001", begin + "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(tables(), (Lines{"shop.one false", "shop.two false"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(RevisionSession, ARoleWithoutRightsOnTheBookkeepingHoldsOverSegments) {
  project->add("aaaa0001", "SET ROLE " + role_ +
                               ";\nCREATE TABLE shop.one (id INTEGER);\n"
                               "CREATE INDEX CONCURRENTLY ix ON shop.one (id);\n"
                               "CREATE TABLE shop.two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(tables(), (Lines{"shop.one false", "shop.two false"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(RevisionSession, ARoleOfTheConnectionIsKeptForTheBookkeepingToo) {
  rows("CREATE SCHEMA books AUTHORIZATION " + role_);
  rows("GRANT CREATE ON SCHEMA public TO " + role_);
  const std::string login = role_ + "_login";
  rows("CREATE ROLE " + login + " LOGIN IN ROLE " + role_ + " NOINHERIT");
  std::string url = database->url() + "&options=-c%20role%3D" + role_;
  url.replace(url.find("user=postgres"), 13, "user=" + login);
  project->add("aaaa0001", "SET search_path = shop;\nCREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  EXPECT_EXIT_CODE(0, run({"upgrade", "--url", url}));
  EXPECT_EQ(tables(), (Lines{"public.two false", "shop.one false"}));
  rows("DROP ROLE " + login);
}

TEST_P(RevisionSession, AFailureUnderAnotherRoleIsJournalled) {
  project->add("aaaa0001",
               "SET ROLE " + role_ +
                   ";\nCREATE TABLE shop.one (id INTEGER);\nINSERT INTO shop.one VALUES "
                   "(1), (1);\nCREATE UNIQUE INDEX CONCURRENTLY ix ON shop.one (id);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(journal().back(), "failed aaaa0001 2/2");
}

class ConnectionPragmas : public OnSqlite {
 protected:
  static constexpr const char* tables =
      "CREATE TABLE asset (id INTEGER PRIMARY KEY);\nCREATE TABLE price (asset_id INTEGER "
      "REFERENCES asset (id));\n";
};
ALUDEL_ON_SQLITE(ConnectionPragmas);

TEST_P(ConnectionPragmas, ForeignKeysAreOffUnlessTheRevisionOrTheSettingTurnsThemOn) {
  project->add("aaaa0001", tables);
  project->add("aaaa0002", "INSERT INTO price VALUES (1);");
  project->add("aaaa0003", "PRAGMA foreign_keys = ON;\nINSERT INTO price VALUES (2);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  project->change("aaaa0003", "PRAGMA foreign_keys = ON;\nINSERT INTO asset VALUES (1);");
  project->add("aaaa0004", "INSERT INTO price VALUES (3);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price"), "2") << "the PRAGMA lasts for its revision";

  TestProject strict(database->url(), "foreign_keys = true\n");
  strict.write(
      strict.file_of("aaaa0001"),
      "-- x\n--\n-- revision: aaaa0004\n\n-- aludel:upgrade\nINSERT INTO price VALUES (3);\n");
  strict.write(strict.file_of("aaaa0005"),
               "-- x\n--\n-- revision: aaaa0005\n-- down_revision: aaaa0004\n\n-- aludel:upgrade\n"
               "INSERT INTO price VALUES (77);\n");
  database->disconnect();
  EXPECT_EXIT_CODE(4, strict.run({"upgrade"}));
}

TEST_P(ConnectionPragmas, ForeignKeysAreOnAgainWhenAStoppedRevisionGoesOn) {
  project->add("aaaa0001", std::string("PRAGMA foreign_keys = ON;\nBEGIN;\n") + tables +
                               "COMMIT;\nINSERT INTO missing VALUES (1);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0001", std::string("PRAGMA foreign_keys = ON;\nBEGIN;\n") + tables +
                                  "COMMIT;\nINSERT INTO price VALUES (1);");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "FOREIGN KEY constraint failed"));
}

TEST_P(ConnectionPragmas, AnAttachedDatabaseDoesNotCatchTheBookkeeping) {
  const std::string other = database->file().string() + ".other";
  project->add("aaaa0001", "ATTACH '" + other +
                               "' AS other;\nCREATE TABLE other.aludel_version "
                               "(version_num TEXT);\nCREATE TABLE other.one (id INTEGER);");
  project->add("aaaa0002", "ATTACH '" + other + "' AS other;\nDROP TABLE other.one;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

}  // namespace
}  // namespace aludel::testing
