#include "aludel/migrate.hpp"

#include <array>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "aludel/start.hpp"
#include "base/host.hpp"

namespace aludel {
namespace {

namespace fs = std::filesystem;

/// A folder of revisions and an SQLite file that is not there yet.
class Application : public testing::Test {
 protected:
  Application() : folder(fs::temp_directory_path() / ("aludel_app_" + random_hex(6))) {
    fs::create_directories(versions());
  }
  ~Application() override { fs::remove_all(folder); }

  [[nodiscard]] fs::path versions() const { return folder / "versions"; }
  [[nodiscard]] fs::path file() const { return folder / "app.db"; }
  [[nodiscard]] std::string url() const { return "sqlite:///" + file().string(); }

  void write(const std::string& id, const std::string& parent, const std::string& up,
             const std::string& down) const {
    std::ofstream(versions() / (id + ".sql"))
        << "-- Make " << id << "\n--\n-- revision: " << id << "\n-- down_revision: " << parent
        << "\n\n-- aludel:upgrade\n"
        << up << "\n-- aludel:downgrade\n"
        << down << "\n";
  }
  void write_two() const {
    write("one", "", "CREATE TABLE a (x);", "DROP TABLE a;");
    write("two", "one", "CREATE TABLE b (x);", "DROP TABLE b;");
  }

  fs::path folder;
};

std::string code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.diagnostic().code;
  }
  return "no error";
}

using Rows = std::vector<std::string>;

TEST_F(Application, UpgradeAppliesWhatIsPendingAndReportsIt) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  const Report report = upgrade(url(), migrations);
  ASSERT_EQ(report.steps.size(), 2U);
  EXPECT_EQ(report.steps[0].revision, "one");
  EXPECT_EQ(report.steps[0].message, "Make one");
  EXPECT_EQ(report.steps[1].revision, "two");
  EXPECT_EQ(report.rows_before, Rows{});
  EXPECT_EQ(report.rows_after, Rows{"two"});
  EXPECT_EQ(current(url()), (Current{.rows = {"two"}}));
}

TEST_F(Application, UpgradeWithNothingToDoRunsNothing) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  upgrade(url(), migrations);
  const Report again = upgrade(url(), migrations);
  EXPECT_EQ(again, (Report{.steps = {}, .rows_before = {"two"}, .rows_after = {"two"}}));
}

TEST_F(Application, ReadingAFileThatIsNotThereCreatesNone) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  EXPECT_EQ(current(url()), Current{});
  EXPECT_EQ(pending(url(), migrations).size(), 2U);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(Application, PendingListsWhatUpgradeWouldApplyInItsOrder) {
  write_two();
  write("three", "two", "CREATE TABLE c (x);", "DROP TABLE c;");
  const Migrations migrations = load_migrations(versions());
  upgrade(url(), migrations, "one");
  const auto found = pending(url(), migrations);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].revision, "two");
  EXPECT_EQ(found[0].message, "Make two");
  EXPECT_TRUE(fs::equivalent(found[0].file, versions() / "two.sql"));
  EXPECT_EQ(found[1].revision, "three");
  EXPECT_EQ(pending(url(), migrations, "+1").size(), 1U);
}

TEST_F(Application, DowngradeUndoesDownToItsTarget) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  upgrade(url(), migrations);
  const Report report = downgrade(url(), migrations, "-1");
  ASSERT_EQ(report.steps.size(), 1U);
  EXPECT_EQ(report.steps[0].direction, Direction::down);
  EXPECT_EQ(report.rows_after, Rows{"one"});
}

TEST_F(Application, AFailedRevisionLeavesNothingBehindAndTheErrorSaysSo) {
  write_two();
  write("three", "two", "CREATE TABLE c (x);\nINSERT INTO nowhere VALUES (1);", "DROP TABLE c;");
  const Migrations migrations = load_migrations(versions());
  try {
    upgrade(url(), migrations);
    FAIL() << "the statement was not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 4);
    EXPECT_NE(error.diagnostic().now.find("nothing of this revision was kept"), std::string::npos)
        << error.diagnostic().now;
    ASSERT_TRUE(error.diagnostic().place);
    EXPECT_EQ(error.diagnostic().place->line, 8);
  }
  EXPECT_EQ(current(url()), (Current{.rows = {"two"}}));
}

TEST_F(Application, ARevisionThatStoppedBetweenItsSegmentsIsInProgressAndFinishedByTheNextCall) {
  write("one", "", "CREATE TABLE a (x);\nVACUUM;\nCREATE TABLE a (x);", "DROP TABLE a;");
  EXPECT_EQ(code_of([&] { upgrade(url(), load_migrations(versions())); }), "E0401");
  EXPECT_EQ(current(url()), (Current{.rows = {},
                                     .in_progress = HalfDone{.revision = "one",
                                                             .direction = Direction::up,
                                                             .segments_done = 2,
                                                             .segments = 3}}));
  write("one", "", "CREATE TABLE a (x);\nVACUUM;\nCREATE TABLE b (x);", "DROP TABLE a;");
  const Migrations corrected = load_migrations(versions());
  ASSERT_EQ(pending(url(), corrected).size(), 1U);
  EXPECT_EQ(upgrade(url(), corrected).rows_after, Rows{"one"});
}

TEST_F(Application, EventsTellOfEachStepOnTheCallersThread) {
  write_two();
  Rows done;
  bool elsewhere = false;
  Options options;
  options.events = [&, here = std::this_thread::get_id()](const Event& event) {
    elsewhere = elsewhere || std::this_thread::get_id() != here;
    if (const auto* step = std::get_if<StepDone>(&event)) done.push_back(step->revision);
  };
  upgrade(url(), load_migrations(versions()), "head", options);
  EXPECT_EQ(done, (Rows{"one", "two"}));
  EXPECT_FALSE(elsewhere);
}

TEST_F(Application, AStopThatWasRequestedBeforeTheCallAppliesNothing) {
  write_two();
  std::stop_source stop;
  stop.request_stop();
  Options options;
  options.stop = stop.get_token();
  EXPECT_EQ(code_of([&] { upgrade(url(), load_migrations(versions()), "head", options); }),
            "E1301");
  EXPECT_EQ(current(url()), Current{});
}

TEST_F(Application, VariablesArePutIntoTheRevisionsThatDeclareThem) {
  std::ofstream(versions() / "one.sql")
      << "-- revision: one\n-- aludel:variables name:identifier\n-- aludel:upgrade\n"
         "CREATE TABLE {{name}} (x);\n-- aludel:downgrade\n";
  const Migrations migrations = load_migrations(versions());
  EXPECT_EQ(code_of([&] { upgrade(url(), migrations); }), "E0319");
  Options options;
  options.variables = {{"name", "my table"}};
  EXPECT_EQ(upgrade(url(), migrations, "head", options).rows_after, Rows{"one"});
}

TEST_F(Application, TheVersionTableCanBeAlembics) {
  write_two();
  Options options;
  options.version_table = "alembic_version";
  const Migrations migrations = load_migrations(versions());
  upgrade(url(), migrations, "head", options);
  EXPECT_EQ(current(url(), options).rows, Rows{"two"});
  EXPECT_EQ(code_of([&] { (void)current(url()); }), "E0703");
}

TEST_F(Application, OneTransactionKeepsAllStepsOrNone) {
  write_two();
  write("three", "two", "INSERT INTO nowhere VALUES (1);", "");
  Options options;
  options.one_transaction = true;
  EXPECT_EQ(code_of([&] { upgrade(url(), load_migrations(versions()), "head", options); }),
            "E0401");
  EXPECT_EQ(current(url()), Current{});
}

TEST_F(Application, ManyThreadsMayUpgradeOneDatabaseWithOneMigrations) {
  for (int i = 0; i < 10; ++i) {
    const std::string n = std::to_string(i);
    write("r" + n, i == 0 ? "" : "r" + std::to_string(i - 1),
          "CREATE TABLE a" + n + " (x);\n-- aludel:autocommit\nCREATE TABLE b" + n +
              " (x);\nCREATE TABLE c" + n + " (x);",
          "");
  }
  const Migrations migrations = load_migrations(versions());
  std::array<Report, 4> reports;
  {
    std::vector<std::jthread> threads;
    for (Report& report : reports)
      threads.emplace_back([&] { report = upgrade(url(), migrations); });
  }
  std::size_t steps = 0;
  for (const Report& report : reports) {
    steps += report.steps.size();
    EXPECT_EQ(report.rows_after, Rows{"r9"});
  }
  EXPECT_EQ(steps, 10U);
}

TEST_F(Application, AThreadWaitsForAnotherOnTheSameFileNoLongerThanAllowed) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  Options options;
  options.lock_wait = std::chrono::milliseconds(50);
  std::string code;
  Options first;
  first.events = [&](const Event& event) {  // another thread tries while this one is at work
    if (code.empty() && std::holds_alternative<StepStarted>(event)) {
      std::jthread([&] {
        code = code_of([&] { upgrade(url(), migrations, "head", options); });
      }).join();
    }
  };
  upgrade(url(), migrations, "head", first);
  EXPECT_EQ(code, "E0501");
}

TEST_F(Application, FilesAreFoundAfterAChangeOfTheCurrentDirectory) {
  write_two();
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  const Migrations migrations = load_migrations("versions");
  fs::current_path(before);
  EXPECT_EQ(upgrade(url(), migrations).rows_after, Rows{"two"});
}

TEST_F(Application, AFolderThatIsNotThereIsRefused) {
  EXPECT_EQ(code_of([&] { (void)load_migrations(folder / "nowhere"); }), "E0301");
}

TEST_F(Application, TheFolderAboveTheRevisionsIsRefusedWithTheRightOne) {
  write_two();
  try {
    (void)load_migrations(folder);
    FAIL() << "a folder without revisions was taken";
  } catch (const Error& error) {
    EXPECT_NE(error.diagnostic().hint.find("versions"), std::string::npos);
  }
}

TEST_F(Application, EverythingWrongWithTheFilesIsInOneReport) {
  write("one", "missing", "", "");
  write("two", "gone", "", "");
  try {
    (void)load_migrations(versions());
    FAIL() << "missing parents were accepted";
  } catch (const Error& error) {
    ASSERT_EQ(error.report().size(), 2U);
    for (const Diagnostic& problem : error.report()) {
      EXPECT_EQ(problem.code, "E0307");
      ASSERT_TRUE(problem.place);
      EXPECT_EQ(problem.place->line, 4);
      EXPECT_EQ(problem.place->excerpt.substr(0, 16), "-- down_revision");
    }
  }
}

TEST_F(Application, ACopyOfMigrationsSharesWhatWasReadAndOutlivesTheFirst) {
  write_two();
  auto first = std::make_unique<Migrations>(load_migrations(versions()));
  const Migrations copy = *first;
  first.reset();
  EXPECT_EQ(copy.size(), 2U);
  EXPECT_EQ(copy.heads(), Rows{"two"});
}

/// What `write_two` leads to.
Catalog two_tables() {
  const auto table = [](const char* name) {
    return Table{.name = name, .columns = {{.name = "x", .type = named("")}}};
  };
  return {.tables = {table("a"), table("b")}};
}

TEST_F(Application, ModelsAndDatabaseAgreeOrDiffer) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  EXPECT_EQ(model_differences(url(), two_tables(), migrations),
            (Rows{"create table a", "create table b"}))
      << "a file that is not there is an empty database";
  EXPECT_FALSE(fs::exists(file()));
  upgrade(url(), migrations);
  EXPECT_EQ(model_differences(url(), two_tables(), migrations), Rows{});
  Catalog more = two_tables();
  more.tables[1].columns.push_back({.name = "y", .type = integer()});
  EXPECT_EQ(model_differences(url(), more, migrations), Rows{"add column y to b"});
  EXPECT_EQ(model_differences(url(), {.tables = {two_tables().tables[0]}}, migrations),
            Rows{"drop table b"});
}

TEST_F(Application, AStartMayVerifyTheDatabaseAgainstTheModels) {
  write_two();
  const Migrations migrations = load_migrations(versions());
  Catalog models = two_tables();
  StartOptions options{.mode = StartMode::migrate, .verify = ModelCheck::refuse};
  upgrade(url(), migrations);
  options.models = &models;
  EXPECT_EQ(start_up(url(), migrations, options).differences, Rows{});
  models.tables[0].columns.push_back({.name = "y", .type = integer()});
  options.verify = ModelCheck::warn;
  EXPECT_EQ(start_up(url(), migrations, options).differences, Rows{"add column y to a"});
  options.verify = ModelCheck::refuse;
  EXPECT_EQ(code_of([&] { start_up(url(), migrations, options); }), "E0002");
}

}  // namespace
}  // namespace aludel
