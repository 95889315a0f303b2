// A database that Alembic manages: moved by Aludel, and then again by real Alembic.
#include <cstdlib>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class TakeOver : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    const char* environment = std::getenv("ALUDEL_TEST_ALEMBIC");
    if (environment == nullptr) {
      if (servers_are_required()) FAIL() << "ALUDEL_TEST_ALEMBIC names no Alembic";
      GTEST_SKIP() << "no Alembic here";
    }
    alembic_ = std::string(environment) + "/bin/alembic";
    std::filesystem::remove(project->folder() / "aludel.toml");
    std::filesystem::remove_all(project->folder() / "migrations");
    ASSERT_EXIT_CODE(0, alembic({"init", "alembic"}));
    std::string url = database->url();
    if (on_postgresql()) url.replace(0, url.find(':'), "postgresql+psycopg");
    project->write(project->folder() / "alembic.ini",
                   "[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = " + url + "\n");
    project->write(
        project->folder() / "alembic/env.py",
        "from alembic import context\nfrom sqlalchemy import create_engine\n"
        "engine = create_engine(context.config.get_main_option('sqlalchemy.url'))\n"
        "with engine.connect() as connection:\n    context.configure(connection=connection)\n"
        "    with context.begin_transaction():\n        context.run_migrations()\n");
    write_python("aaaa1111", "None", "CREATE TABLE t1 (x integer)", "DROP TABLE t1");
    ASSERT_EXIT_CODE(0, alembic({"upgrade", "head"}));
    database->disconnect();
  }

  void write_python(const std::string& id, const std::string& parent, const std::string& up,
                    const std::string& down) {
    project->write(project->folder() / ("alembic/versions/" + id + ".py"),
                   "\"\"\"revision " + id + "\n\"\"\"\nfrom alembic import op\n\nrevision = '" +
                       id + "'\ndown_revision = " + parent +
                       "\n\n\ndef upgrade():\n    op.execute(\"" + up +
                       "\")\n\n\ndef downgrade():\n    op.execute(\"" + down + "\")\n");
  }
  void write_sql(const std::string& id, const std::string& parent, const std::string& up,
                 const std::string& down) {
    project->write(project->folder() / ("alembic/versions/" + id + ".sql"),
                   "-- revision " + id + "\n--\n-- revision: " + id +
                       "\n-- down_revision: " + parent + "\n\n-- aludel:upgrade\n" + up +
                       ";\n\n-- aludel:downgrade\n" + down + ";\n");
  }
  Outcome alembic(Words words) {
    words.insert(words.begin(), alembic_);
    return run_process(words, {.folder = project->folder()});
  }
  Lines alembic_rows() { return rows("SELECT version_num FROM alembic_version ORDER BY 1"); }

 private:
  std::string alembic_;
};
ALUDEL_ON_EVERY_DATABASE(TakeOver);

TEST_P(TakeOver, BothToolsMoveTheDatabaseInTurn) {
  write_sql("bbbb2222", "aaaa1111", "CREATE TABLE t2 (x integer)", "DROP TABLE t2");
  const Outcome up = run({"upgrade"});
  ASSERT_EXIT_CODE(0, up);
  EXPECT_EQ(alembic_rows(), Lines{"bbbb2222"});
  EXPECT_TRUE(database->has_table("t2"));
  database->disconnect();

  write_python("bbbb2222", "'aaaa1111'", "SELECT 1",
               "SELECT 1");  // the twin by which Alembic knows it
  write_python("cccc3333", "'bbbb2222'", "CREATE TABLE t3 (x integer)", "DROP TABLE t3");
  ASSERT_EXIT_CODE(0, alembic({"upgrade", "head"}));
  EXPECT_EQ(alembic_rows(), Lines{"cccc3333"});
  EXPECT_TRUE(says(run({"current"}).out, "cccc3333 (head)"));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
  ASSERT_EXIT_CODE(0, alembic({"downgrade", "-1"}));
  ASSERT_EXIT_CODE(0, run({"downgrade", "-1"}));
  EXPECT_EQ(alembic_rows(), Lines{"aaaa1111"});
  EXPECT_FALSE(database->has_table("t2"));
}

TEST_P(TakeOver, TheJournalLiesWhereAlembicDoesNotLook) {
  write_sql("bbbb2222", "aaaa1111", "CREATE TABLE t2 (x integer)", "DROP TABLE t2");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  if (on_postgresql()) {
    EXPECT_EQ(value("SELECT schemaname FROM pg_tables WHERE tablename = 'aludel_journal'"),
              "aludel");
  } else {
    EXPECT_TRUE(says(run({"status"}).out, "include_name"));
  }
}

TEST_P(TakeOver, APythonBodyIsNotRunAndTheWayOutIsTold) {
  write_python("bbbb2222", "'aaaa1111'", "CREATE TABLE t2 (x integer)", "DROP TABLE t2");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "alembic upgrade bbbb2222"));
  EXPECT_EQ(alembic_rows(), Lines{"aaaa1111"});
}

TEST_P(TakeOver, WithoutASettingAnAludelProjectRefusesTheDatabase) {
  project->write(project->folder() / "aludel.toml",
                 "[aludel]\nscript_location = \"migrations\"\n\n[database]\nurl = \"" +
                     database->url() + "\"\n");
  const Outcome refused = run({"status"});
  EXPECT_EXIT_CODE(7, refused);
  EXPECT_TRUE(says(refused.err, "version_table = \"alembic_version\""));
}

TEST_P(TakeOver, ARowThatAlembicMovesMeanwhileIsNoticed) {
  if (!on_postgresql()) GTEST_SKIP() << "on SQLite the file is locked meanwhile";
  write_sql("bbbb2222", "aaaa1111", "SELECT pg_sleep(2)", "SELECT 1");
  Process upgrade = project->start({"upgrade"});
  const auto other = database->connect();
  ASSERT_TRUE(eventually([&] {
    return value(
               "SELECT count(*) FROM pg_locks WHERE relation = 'alembic_version'::regclass AND "
               "mode = 'ShareRowExclusiveLock' AND granted") == "1";
  }));
  other->query(
      "UPDATE alembic_version SET version_num = 'bbbb2222'");  // waits until our transaction has
                                                               // ended, and finds no row to change
  EXPECT_EXIT_CODE(0, upgrade.wait());
  EXPECT_EQ(alembic_rows(), Lines{"bbbb2222"});
}

}  // namespace
}  // namespace aludel::testing
