// Revisions in C++, run by the library as an application does.
#include <filesystem>

#include <gtest/gtest.h>

#include "aludel/compiled.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {

namespace {

/// A revision of a test: its functions are lambdas without captures.
Migration revision(std::string id, std::vector<std::string> parents, void (*upgrade)(Operations&),
                   void (*downgrade)(Operations&) = nullptr) {
  return {.id = std::move(id),
          .down_revision = std::move(parents),
          .message = "test",
          .upgrade = upgrade,
          .downgrade = downgrade};
}

void create_users(Operations& op) {
  op.create_table({.name = "users",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "email", .type = varchar(200)}},
                   .constraints = {PrimaryKey{.name = "pk_users", .columns = {"id"}}}});
  op.create_index("users", "ix_users_email", {"email"});
}

/// SQLite keeps the text of a table as it was written, and changes it in place.
Lines without_blanks(Lines lines) {
  for (std::string& line : lines) std::erase_if(line, [](char c) { return c == ' ' || c == '\n'; });
  return lines;
}

/// The whole diagnostic in one text.
std::string told(const Error& error) {
  std::string text;
  for (const Diagnostic& problem : error.report()) {
    text += problem.code + ": " + problem.message + " | " + problem.hint + " | " + problem.next;
    if (problem.place)
      text += " | " + problem.place->file + ":" + std::to_string(problem.place->line);
    text += "\n";
  }
  return text;
}

class CodeRevisions : public OnDatabase {
 protected:
  Migrations migrations(const std::vector<const Migration*>& all) {
    std::vector<CompiledRevision> list;
    for (const Migration* each : all) {
      paths_.push_back(std::make_unique<std::string>("versions/" + each->id + ".cpp"));
      list.push_back({.path = *paths_.back(), .code = each});
    }
    for (const auto& [path, sql] : sql_) list.push_back({.path = path, .sql = sql});
    return compiled_migrations(list);
  }
  void add_sql(std::string id, const std::string& parent, const std::string& body) {
    sql_.emplace_back(
        "versions/" + id + ".sql",
        "-- SQL\n--\n-- revision: " + id + "\n-- down_revision: " + parent + "\n\n" + body);
  }
  std::string failure_of(const Migrations& all, const std::string& target = "head") {
    database->disconnect();
    try {
      upgrade(database->url(), all, target);
    } catch (const Error& error) {
      return told(error);
    }
    return "it did not fail";
  }
  Report up(const Migrations& all, const std::string& target = "head") {
    database->disconnect();
    return upgrade(database->url(), all, target);
  }
  Report down(const Migrations& all, const std::string& target) {
    database->disconnect();
    return downgrade(database->url(), all, target);
  }

 private:
  std::vector<std::unique_ptr<std::string>> paths_;
  std::vector<std::pair<std::string, std::string>> sql_;
};

TEST_P(CodeRevisions, APortableRevisionRunsOnEachDatabase) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.bulk_insert("users", {"id", "email"}, {{1, "ann@example.org"}, {2, nullptr}});
    op.execute("UPDATE users SET email = 'nobody' WHERE email IS NULL", {.reversible = true});
    op.alter_column("users", "email", {.nullable = false, .default_sql = "''"});
    op.rename_column("users", "email", "mail");
  });
  const Report report = up(migrations({&first, &second}));
  EXPECT_EQ(report.steps.size(), 2U);
  EXPECT_EQ(rows("SELECT id, mail FROM users ORDER BY id"),
            (Lines{"1|ann@example.org", "2|nobody"}));
  EXPECT_EQ(version_rows(), Lines{"2"});
  EXPECT_THROW(database->run("INSERT INTO users (id, mail) VALUES (3, NULL)"), Error);
}

TEST_P(CodeRevisions, AWayBackThatIsNotWrittenIsDerived) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.add_column("users", {.name = "age", .type = integer()});
    op.create_index("users", {.name = "ix_age", .parts = {{.column = "age"}}});
    op.alter_column("users", "email", {.nullable = false});
  });
  const Migrations all = migrations({&first, &second});
  up(all, "1");
  const Lines before = without_blanks(database->catalog());
  up(all);
  EXPECT_NE(without_blanks(database->catalog()), before);
  down(all, "-1");
  EXPECT_EQ(without_blanks(database->catalog()), before);
  down(all, "base");
  EXPECT_FALSE(database->has_table("users"));
}

TEST_P(CodeRevisions, AWayBackThatCannotBeExactIsRefusedWithTheReason) {
  const Migration first = revision("1", {}, create_users);
  const Migration second =
      revision("2", {"1"}, [](Operations& op) { op.execute("UPDATE users SET email = 'x'"); });
  const Migrations all = migrations({&first, &second});
  up(all);
  database->disconnect();
  try {
    downgrade(database->url(), all, "-1");
    FAIL() << "it was undone";
  } catch (const Error& error) {
    EXPECT_TRUE(told(error).contains("E0314")) << told(error);
    EXPECT_TRUE(told(error).contains("irreversible")) << told(error);
  }
  EXPECT_EQ(version_rows(), Lines{"2"});
}

TEST_P(CodeRevisions, AnIdentityOfAColumnThatIsRenamedTooIsTakenBack) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has one kind of identity";
  const Migration first = revision("1", {}, [](Operations& op) {
    op.create_table({.name = "t",
                     .columns = {{.name = "id", .type = big_int(), .identity = Identity{}},
                                 {.name = "a", .type = text()}},
                     .constraints = {PrimaryKey{.columns = {"id"}}}});
  });
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.alter_column("t", "id", {.identity = Identity{.always = true}});
    op.rename_column("t", "id", "iid");
  });
  const Migrations all = migrations({&first, &second});
  up(all, "1");
  const Lines before = database->catalog();
  up(all);
  down(all, "1");
  EXPECT_EQ(database->catalog(), before);
}

TEST_P(CodeRevisions, AViewThatOthersReadIsReplacedBackWhereItsColumnsAllowIt) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite drops and creates any view";
  const Migration first = revision("1", {}, [](Operations& op) {
    create_users(op);
    op.create_view({.name = "v", .query = "SELECT id FROM users"});
    op.create_view({.name = "w", .query = "SELECT id FROM v"});
  });
  const Migration more = revision("2", {"1"}, [](Operations& op) {
    op.replace_view({.name = "v", .query = "SELECT id, email FROM users"});
  });
  const Migration same = revision("3", {"2"}, [](Operations& op) {
    op.replace_view({.name = "v", .query = "SELECT id, email FROM users WHERE id > 0"});
  });
  const Migrations all = migrations({&first, &more, &same});
  up(all);
  down(all, "2");
  database->disconnect();
  try {
    downgrade(database->url(), all, "1");
    FAIL() << "a view lost a column";
  } catch (const Error& error) {
    EXPECT_TRUE(told(error).contains("E0314")) << told(error);
    EXPECT_TRUE(told(error).contains("view v is read by others")) << told(error);
  }
  EXPECT_EQ(version_rows(), Lines{"2"});
}

TEST_P(CodeRevisions, DefaultsThatAFunctionsArgumentsGetAreNotTakenBack) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has no functions";
  const Migration first = revision("1", {}, [](Operations& op) {
    op.create_function({.name = "f",
                        .arguments = "x int",
                        .definition = "RETURNS int LANGUAGE sql AS 'SELECT x'"});
  });
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.replace_function({.name = "f",
                         .arguments = "x int DEFAULT 1",
                         .definition = "RETURNS int LANGUAGE sql AS 'SELECT x'"});
  });
  const Migrations all = migrations({&first, &second});
  up(all);
  database->disconnect();
  try {
    downgrade(database->url(), all, "1");
    FAIL() << "a default was taken back";
  } catch (const Error& error) {
    EXPECT_TRUE(told(error).contains("E0314")) << told(error);
    EXPECT_TRUE(told(error).contains("get defaults")) << told(error);
  }
}

TEST_P(CodeRevisions, ADowngradeThatIsWrittenCounts) {
  const Migration first = revision("1", {}, create_users, [](Operations& op) {
    op.execute("CREATE TABLE gone (at TEXT)");
    op.drop_table("users");
  });
  const Migrations all = migrations({&first});
  up(all);
  down(all, "base");
  EXPECT_TRUE(database->has_table("gone"));
  EXPECT_FALSE(database->has_table("users"));
}

TEST_P(CodeRevisions, SqlAndCppLiveInOneGraph) {
  const Migration first = revision("1", {}, create_users);
  add_sql("2", "1",
          "-- aludel:upgrade\nALTER TABLE users ADD COLUMN age INTEGER;\n"
          "-- aludel:downgrade\nALTER TABLE users DROP COLUMN age;\n");
  const Migration third = revision("3", {"2"}, [](Operations& op) {
    op.alter_column("users", "age", {.nullable = false, .default_sql = "0"});
  });
  const Migrations all = migrations({&first, &third});
  up(all);
  EXPECT_EQ(version_rows(), Lines{"3"});
  EXPECT_THROW(database->run("INSERT INTO users (id, age) VALUES (1, NULL)"), Error);
  down(all, "2");
  database->run("INSERT INTO users (id, age) VALUES (1, NULL)");
}

TEST_P(CodeRevisions, AMissingTableIsToldAtItsLineWithTheNearestName) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.add_column("user", {.name = "age", .type = integer()});
  });
  const std::string failure = failure_of(migrations({&first, &second}));
  EXPECT_TRUE(failure.contains("E0329")) << failure;
  EXPECT_TRUE(failure.contains("users")) << failure;
  EXPECT_TRUE(failure.contains("code_revisions_test.cpp:")) << failure;
  EXPECT_FALSE(database->has_table("users")) << "what can be known before is told before anything";
}

TEST_P(CodeRevisions, AnExceptionOfTheProgramsIsTold) {
  const Migration first =
      revision("1", {}, [](Operations&) { throw std::runtime_error("no such file: names.csv"); });
  const std::string failure = failure_of(migrations({&first}));
  EXPECT_TRUE(failure.contains("E0330")) << failure;
  EXPECT_TRUE(failure.contains("no such file: names.csv")) << failure;
  EXPECT_TRUE(failure.contains("versions/1.cpp")) << failure;
}

TEST_P(CodeRevisions, ABatchedDataMigrationCommitsItsBatches) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.backfill("users", "UPDATE users SET email = 'u' || id WHERE :batch",
                {.undo = "UPDATE users SET email = NULL WHERE :batch"});
    op.verify("SELECT id FROM users WHERE email IS NULL");
  });
  const Migrations all = migrations({&first, &second});
  up(all, "1");
  database->run("INSERT INTO users (id) VALUES (1), (2), (3)");
  up(all);
  EXPECT_EQ(rows("SELECT email FROM users ORDER BY id"), (Lines{"u1", "u2", "u3"}));
  down(all, "-1");
  EXPECT_EQ(rows("SELECT count(*) FROM users WHERE email IS NULL"), Lines{"3"});
}

TEST_P(CodeRevisions, WhatIsForOneDatabaseIsLeftOutElsewhere) {
  const Migration first = revision("1", {}, [](Operations& op) {
    op.execute("CREATE TABLE only_sqlite (id INTEGER)", {.reversible = true, .only_on = "sqlite"});
    op.execute("CREATE TABLE only_postgresql (id INTEGER)",
               {.reversible = true, .only_on = "postgresql"});
  });
  up(migrations({&first}));
  EXPECT_EQ(database->has_table("only_sqlite"), !on_postgresql());
  EXPECT_EQ(database->has_table("only_postgresql"), on_postgresql());
}

TEST_P(CodeRevisions, AnIndexMadeConcurrentlyIsARevisionInSegmentsOnPostgresql) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.create_index("users", {.name = "ix_id", .parts = {{.column = "id"}}},
                    {.concurrently = true});
  });
  up(migrations({&first, &second}));
  const Lines last = rows("SELECT event FROM aludel_journal WHERE name = '2' ORDER BY id");
  EXPECT_EQ(last, on_postgresql() ? (Lines{"intent", "done", "said"}) : (Lines{"done", "said"}));
}

/// What `apply` makes of a view's text is a guess where names mean several things; SQLite knows.
TEST_P(CodeRevisions, ARenameBesideARebuildKeepsWhatViewsAndTriggersMean) {
  const Migration first = revision("1", {}, [](Operations& op) {
    op.execute(
        "CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE o (b TEXT, tid INTEGER);"
        "CREATE VIEW v AS SELECT o.b, (SELECT b FROM t WHERE a = o.tid) AS x FROM o;"
        "INSERT INTO t VALUES (1, 'T'); INSERT INTO o VALUES ('O', 1);");
  });
  const Migration second = revision("2", {"1"}, [](Operations& op) {
    op.rename_column("t", "b", "c");
    op.alter_column("t", "a", {.nullable = false});
  });
  const Migrations all = migrations({&first, &second});
  up(all, "1");
  EXPECT_EQ(rows("SELECT * FROM v"), Lines{"O|T"});
  up(all);
  EXPECT_EQ(rows("SELECT * FROM v"), Lines{"O|T"});
  down(all, "1");
  EXPECT_EQ(rows("SELECT * FROM v"), Lines{"O|T"});
}

/// What is done to a copy of the objects in memory must not reach the disk.
TEST_P(CodeRevisions, WhatWritesFilesIsRunOnce) {
  if (on_postgresql()) GTEST_SKIP() << "VACUUM INTO is SQLite's";
  static const std::string side = (project->folder() / "side.db").string();
  const Migration first = revision("1", {}, [](Operations& op) {
    op.execute("CREATE TABLE t (a INTEGER)");
    op.execute("VACUUM INTO '" + side + "'", {.autocommit = true});
    op.add_column("t", {.name = "b", .type = text()});
  });
  const Migrations all = migrations({&first});
  EXPECT_EQ(pending(database->url(), all).size(), 1U);
  up(all);
  EXPECT_EQ(version_rows(), Lines{"1"});
  EXPECT_TRUE(std::filesystem::exists(side));
}

TEST_P(CodeRevisions, AProgramBuiltAgainstAnOlderFormatOfTheJournalDoesNothingAndSaysWhatToDo) {
  const Migration first = revision("1", {}, create_users);
  const Migration second = revision("2", {"1"}, [](Operations& op) { op.drop_table("users"); });
  up(migrations({&first}));
  database->run("UPDATE aludel_journal SET format = 2");
  const std::string failure = failure_of(migrations({&first, &second}));
  EXPECT_TRUE(failure.contains("E0704")) << failure;
  EXPECT_TRUE(failure.contains("newer")) << failure;
  EXPECT_TRUE(database->has_table("users"));
  EXPECT_EQ(version_rows(), Lines{"1"});
}

INSTANTIATE_TEST_SUITE_P(On, CodeRevisions,
                         ::testing::Values(Server::sqlite, Server::postgresql,
                                           Server::postgresql_newer),
                         [](const auto& test) { return name_of(test.param); });

}  // namespace

}  // namespace aludel::testing
