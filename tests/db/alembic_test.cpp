// Beside Alembic: its table taken over, and both tools on one database.
#include <cstdlib>
#include <thread>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

/// A project as `alembic init` makes it, with the real Alembic to run in it.
class AlembicProject {
 public:
  explicit AlembicProject(TestDatabase& database) : database_(database), folder_() {
    const char* python = std::getenv("ALUDEL_TEST_ALEMBIC");
    if (python != nullptr) python_ = python;
    write("alembic.ini",
          "[alembic]\nscript_location = migrations\nsqlalchemy.url = " + sqlalchemy_url() + "\n");
    write("migrations/script.py.mako", "");
    write("migrations/env.py",
          "from alembic import context\nfrom sqlalchemy import create_engine\n"
          "engine = create_engine(context.config.get_main_option('sqlalchemy.url'))\n"
          "with engine.connect() as connection:\n"
          "    context.configure(connection=connection)\n"
          "    with context.begin_transaction():\n        context.run_migrations()\n");
  }
  [[nodiscard]] std::filesystem::path file_of(const std::string& name) const {
    return folder_.path() / "migrations/versions" / name;
  }
  [[nodiscard]] bool has_alembic() const { return !python_.empty(); }

  void add_python(const std::string& id, const std::string& parent, const std::string& up,
                  const std::string& down) const {
    write("migrations/versions/" + id + ".py",
          "\"\"\"python " + id + "\"\"\"\nfrom alembic import op\nrevision = '" + id +
              "'\ndown_revision = " + (parent.empty() ? "None" : "'" + parent + "'") +
              "\nbranch_labels = None\ndepends_on = None\n\ndef upgrade():\n    op.execute('''" +
              up + "''')\n\ndef downgrade():\n    op.execute('''" + down + "''')\n");
  }
  void add_sql(const std::string& id, const std::string& parent, const std::string& up,
               const std::string& down) const {
    write("migrations/versions/" + id + ".sql",
          "-- sql " + id + "\n--\n-- revision: " + id + "\n-- down_revision: " + parent +
              "\n\n-- aludel:upgrade\n" + up + "\n-- aludel:downgrade\n" + down + "\n");
  }
  void write(const std::filesystem::path& file, const std::string& text) const {
    write_file(folder_.path() / file, text);
  }
  [[nodiscard]] Outcome alembic(Words words) const {
    database_.disconnect();
    words.insert(words.begin(), python_ + "/bin/alembic");
    return run_process(words, {.folder = folder_.path()});
  }
  [[nodiscard]] Outcome aludel(Words words) const {
    database_.disconnect();
    words.insert(words.begin(), ALUDEL_PROGRAM);
    return run_process(words, {.folder = folder_.path()});
  }

 private:
  [[nodiscard]] std::string sqlalchemy_url() const {
    const std::string& url = database_.url();
    return database_.is_postgresql() ? "postgresql+psycopg" + url.substr(url.find(':')) : url;
  }
  TestDatabase& database_;
  TemporaryFolder folder_;
  std::string python_;
};

class BesideAlembic : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!database) return;
    alembic.emplace(*database);
    if (!alembic->has_alembic()) {
      if (servers_are_required()) FAIL() << "ALUDEL_TEST_ALEMBIC names no Alembic";
      GTEST_SKIP() << "there is no Alembic: `scripts/test-servers run ctest …` brings it";
    }
    alembic->add_python("aaaa0001", "", "CREATE TABLE one (id INTEGER)", "DROP TABLE one");
    alembic->add_python("aaaa0002", "aaaa0001", "CREATE TABLE two (id INTEGER)", "DROP TABLE two");
    ASSERT_EXIT_CODE(0, alembic->alembic({"upgrade", "head"}));
  }
  Lines alembic_rows() { return rows("SELECT version_num FROM alembic_version ORDER BY 1"); }
  std::optional<AlembicProject> alembic;
};
ALUDEL_ON_EVERY_DATABASE(BesideAlembic);

TEST_P(BesideAlembic, ItsProjectCanBeReadAsItIs) {
  EXPECT_EQ(alembic->aludel({"current"}).out, "aaaa0002 (head)\n");
  EXPECT_EQ(alembic->aludel({"current"}).out, alembic->alembic({"current"}).out);
  EXPECT_EQ(alembic->aludel({"history"}).out, alembic->alembic({"history"}).out);
  EXPECT_EQ(alembic->aludel({"heads"}).out, alembic->alembic({"heads"}).out);
  EXPECT_EXIT_CODE(0, alembic->aludel({"status"}));
  EXPECT_FALSE(database->has_table("aludel_journal"));
}

TEST_P(BesideAlembic, BothToolsMoveTheSameRowInTurn) {
  alembic->add_sql("bbbb0003", "aaaa0002", "CREATE TABLE three (id INTEGER);", "DROP TABLE three;");
  ASSERT_EXIT_CODE(0, alembic->aludel({"upgrade"}));
  EXPECT_EQ(alembic_rows(), Lines{"bbbb0003"});
  EXPECT_TRUE(database->has_table("three"));
  EXPECT_FALSE(database->has_table("aludel_version"));
  if (on_postgresql()) {
    EXPECT_EQ(value("SELECT relnamespace::regnamespace FROM pg_class WHERE relname = "
                    "'aludel_journal'"),
              "aludel");
  }

  // Alembic has to know the id: the revision has a twin for it, which Aludel passes over.
  write_file(alembic->file_of("bbbb0003.py"),
             "revision = 'bbbb0003'\ndown_revision = 'aaaa0002'\n\ndef upgrade():\n    raise "
             "Exception('run it with aludel')\n\ndef downgrade():\n    raise "
             "Exception('run it with aludel')\n");
  alembic->add_python("aaaa0004", "bbbb0003", "CREATE TABLE four (id INTEGER)", "DROP TABLE four");
  const Outcome current = alembic->alembic({"current"});
  EXPECT_EXIT_CODE(0, current);
  EXPECT_EQ(current.out, "bbbb0003\n");
  ASSERT_EXIT_CODE(0, alembic->alembic({"upgrade", "head"}));
  EXPECT_EQ(alembic_rows(), Lines{"aaaa0004"});

  alembic->add_sql("bbbb0005", "aaaa0004", "CREATE TABLE five (id INTEGER);", "DROP TABLE five;");
  ASSERT_EXIT_CODE(0, alembic->aludel({"upgrade"}));
  EXPECT_EQ(alembic_rows(), Lines{"bbbb0005"});
  ASSERT_EXIT_CODE(0, alembic->aludel({"downgrade", "aaaa0004"}));
  ASSERT_EXIT_CODE(0, alembic->alembic({"downgrade", "bbbb0003"}));
  ASSERT_EXIT_CODE(0, alembic->aludel({"downgrade", "aaaa0002"}));
  ASSERT_EXIT_CODE(0, alembic->alembic({"downgrade", "base"}));
  EXPECT_EQ(alembic_rows(), Lines{});
}

TEST_P(BesideAlembic, ARevisionOfPythonIsPointedToAlembic) {
  alembic->add_python("aaaa0003", "aaaa0002", "CREATE TABLE three (id INTEGER)", "");
  const Outcome refused = alembic->aludel({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "alembic upgrade aaaa0003"));
}

TEST_P(BesideAlembic, StampIsSeenByAlembic) {
  ASSERT_EXIT_CODE(0, alembic->aludel({"stamp", "aaaa0001"}));
  EXPECT_EQ(alembic->alembic({"current"}).out, "aaaa0001\n");
  ASSERT_EXIT_CODE(0, alembic->alembic({"stamp", "head"}));
  EXPECT_EQ(alembic->aludel({"current"}).out, "aaaa0002 (head)\n");
}

TEST_P(BesideAlembic, AFilledTableOfAlembicIsNotPassedOverInSilence) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  for (const Words& words : std::vector<Words>{{"current"}, {"status"}, {"upgrade"}}) {
    const Outcome refused = run(words);
    EXPECT_EXIT_CODE(7, refused);
    EXPECT_TRUE(says(refused.err, "version_table = \"alembic_version\""));
  }
  EXPECT_FALSE(database->has_table("aludel_version"));
}

TEST_P(BesideAlembic, WithTheLineInAludelTomlItIsTakenOver) {
  TestProject taken(database->url(), "version_table = \"alembic_version\"\n");
  taken.add("aaaa0001", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  taken.add("aaaa0002", "CREATE TABLE two (id INTEGER);", "DROP TABLE two;");
  taken.add("bbbb0003", "CREATE TABLE three (id INTEGER);", "DROP TABLE three;");
  database->disconnect();
  EXPECT_EQ(taken.run({"current"}).out, "aaaa0002\n");
  const Outcome status = taken.run({"status"});
  EXPECT_TRUE(says(status.out, "bbbb0003"));
  ASSERT_EXIT_CODE(0, taken.run({"upgrade"}));
  EXPECT_EQ(alembic_rows(), Lines{"bbbb0003"});
  EXPECT_EQ(alembic->alembic({"current"}).exit_code == 0, false) << "Alembic lacks the file";
  ASSERT_EXIT_CODE(0, taken.run({"downgrade", "base"}));
  EXPECT_EQ(alembic_rows(), Lines{});
}

TEST_P(BesideAlembic, AnIdThatDoesNotFitIntoItsColumnIsRefused) {
  if (!on_postgresql()) GTEST_SKIP() << "a column of SQLite has no width";
  TestProject taken(database->url(), "version_table = \"alembic_version\"\n");
  taken.add("aaaa0001", "");
  taken.add("aaaa0002", "");
  taken.add(std::string(33, 'c'), "CREATE TABLE three (id INTEGER);");
  database->disconnect();
  const Outcome refused = taken.run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "32 characters"));
  EXPECT_FALSE(database->has_table("three"));
}

using OtherTool = OnPostgresql;
ALUDEL_ON_POSTGRESQL(OtherTool);

TEST_P(OtherTool, ThatMovesTheRowsBetweenTwoStepsIsNoticed) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);\nSELECT pg_sleep(1);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"ensure-version"}));
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("SELECT pg_sleep"); }));
  // It waits for the guard of the first step, and comes before the second one or after it.
  rows("INSERT INTO aludel_version VALUES ('ffff0000')");
  const Outcome outcome = process.wait();
  const Lines after = version_rows();
  if (outcome.exit_code == 0) {
    EXPECT_EQ(after, (Lines{"aaaa0002", "ffff0000"}));
  } else {
    EXPECT_EXIT_CODE(7, outcome);
    EXPECT_EQ(after, (Lines{"aaaa0001", "ffff0000"}));
    EXPECT_FALSE(database->has_table("two"));
  }
}

TEST_P(OtherTool, ThatUndidARevisionMeanwhileIsPlannedAnew) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("DELETE FROM aludel_version");
  other->query("DROP TABLE one");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return is_running("LOCK TABLE"); }));
  other->query("COMMIT");
  EXPECT_EXIT_CODE(0, process.wait());
  EXPECT_TRUE(database->has_table("one"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(OtherTool, ThatUndidARevisionMeanwhileEndsARelativeTarget) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("DELETE FROM aludel_version");
  Process process = project->start({"upgrade", "+1"});
  ASSERT_TRUE(eventually([&] { return is_running("LOCK TABLE"); }));
  other->query("COMMIT");
  EXPECT_EXIT_CODE(7, process.wait());
  EXPECT_FALSE(database->has_table("two"));
  EXPECT_EQ(version_rows(), Lines{});
}

}  // namespace
}  // namespace aludel::testing
