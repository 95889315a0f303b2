// Applied revisions in C++ that say something else by now.
#include <cstdio>
#include <deque>

#include <unistd.h>

#include "aludel/cli.hpp"
#include "aludel/compiled.hpp"
#include "db/support/code_users.hpp"
#include "db/support/fixture.hpp"
#include "db/support/offline.hpp"

namespace aludel::testing {
namespace {

void create_users_in_other_words(Operations& op) {
  Table people{.name = "users"};
  people.constraints.push_back(PrimaryKey{.name = "pk_users", .columns = {"id"}});
  for (const char* name : {"id", "email"}) people.columns.push_back({.name = name});
  people.columns[0].type = big_int();
  people.columns[0].nullable = false;
  people.columns[1].type = text();
  op.create_table(people);
}

void create_users_with_another_type(Operations& op) {
  op.create_table({.name = "users",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "email", .type = varchar(200)}},
                   .constraints = {PrimaryKey{.name = "pk_users", .columns = {"id"}}}});
}

void add_age(Operations& op) {
  op.add_column("users", {.name = "age", .type = integer()});
}

/// Two segments, of which the second one fails where there is such a row.
void vacuum_and_insert(Operations& op) {
  op.execute("VACUUM", {.reversible = true, .autocommit = true});
  op.execute("INSERT INTO users (id) VALUES (1)", {.reversible = true});
}

void vacuum_and_insert_more(Operations& op) {
  vacuum_and_insert(op);
  op.execute("INSERT INTO users (id) VALUES (2)", {.reversible = true});
}

/// Revisions 1, 2 … of a program, each with the one before as its parent.
class Program {
 public:
  Program(std::initializer_list<Say> upgrades, Say downgrade_of_last = nullptr) {
    for (const Say upgrade : upgrades) {
      const std::string id = std::to_string(revisions_.size() + 1);
      Migration& revision = revisions_.emplace_back(
          Migration{.id = id, .message = "test", .upgrade = upgrade, .downgrade = nullptr});
      if (revisions_.size() > 1) revision.down_revision = {std::to_string(revisions_.size() - 1)};
      list_.push_back({.path = paths_.emplace_back("versions/" + id + ".cpp"), .code = &revision});
    }
    revisions_.back().downgrade = downgrade_of_last;
  }
  [[nodiscard]] const std::vector<CompiledRevision>& list() const { return list_; }

 private:
  std::deque<Migration> revisions_;
  std::deque<std::string> paths_;
  std::vector<CompiledRevision> list_;
};

class ChangedCodeRevisions : public OnDatabase {
 protected:
  Report up(const Program& program) {
    database->disconnect();
    return upgrade(database->url(), compiled_migrations(program.list()));
  }
  Diagnostic refusal(const Program& program) {
    try {
      up(program);
    } catch (const Error& error) {
      return error.diagnostic();
    }
    ADD_FAILURE() << "it was not refused";
    return {};
  }
  /// The whole command line of such a program.
  Outcome run(const Program& program, Words words) {
    for (const CompiledRevision& each : program.list())
      project->write("migrations/" + std::string(each.path), "// compiled\n");
    database->disconnect();
    return project->run({}, {.in_child = [&] {
                          words.insert(words.begin(), "program");
                          std::vector<char*> arguments;
                          for (std::string& word : words) arguments.push_back(word.data());
                          const int code = run_cli(static_cast<int>(arguments.size()),
                                                   arguments.data(), program.list());
                          std::fflush(nullptr);
                          _exit(code);
                        }});
  }
  /// The newest digest of revision 2's `said`.
  Lines said() {
    return rows("SELECT upgrade_digest FROM aludel_journal WHERE name = '2' AND event = 'said'");
  }
};
ALUDEL_ON_EVERY_DATABASE(ChangedCodeRevisions);

TEST_P(ChangedCodeRevisions, AChangedUpgradeStopsTheNextOneBeforeAnythingRuns) {
  up({create_users, add_age});
  const Diagnostic problem = refusal({create_users_with_another_type, add_age, vacuum_and_insert});
  EXPECT_EQ(problem.code, "E0702");
  ASSERT_EQ(problem.notes.size(), 1U);
  EXPECT_TRUE(says(problem.notes[0], "{.name = \"email\", .type = aludel::text()}"));
  EXPECT_TRUE(says(problem.notes[0], "{.name = \"email\", .type = aludel::varchar(200)}"));
  EXPECT_TRUE(says(problem.next, "repair --accept 1"));
  EXPECT_EQ(version_rows(), Lines{"2"});
}

TEST_P(ChangedCodeRevisions, OtherWordsForTheSameOperationsAreNoChange) {
  up({create_users});
  EXPECT_EQ(up({create_users_in_other_words, add_age}).steps.size(), 1U);
}

TEST_P(ChangedCodeRevisions, AnotherDowngradeIsNoChange) {
  up({create_users, add_age});
  EXPECT_TRUE(up({{create_users, add_age}, create_users}).steps.empty());
}

TEST_P(ChangedCodeRevisions, WhatItSaidIsWrittenOnceBehindTheLastOfItsSegments) {
  up({create_users, vacuum_and_insert});
  EXPECT_EQ(journal(),
            (Lines{"done 1 1/1", "said 1", "intent 2 1/2", "done 2 1/2", "done 2 2/2", "said 2"}));
  EXPECT_EQ(value("SELECT t.text FROM aludel_text t JOIN aludel_journal j ON t.digest = "
                  "j.upgrade_digest WHERE j.name = '2' AND j.event = 'said'"),
            "op.execute(\"VACUUM\", {.reversible = true, .autocommit = true});\n"
            "op.execute(\"INSERT INTO users (id) VALUES (1)\", {.reversible = true});");
}

TEST_P(ChangedCodeRevisions, WhatItSaidStandsBehindTheLastRangeOfBatchesToo) {
  up({create_users});
  database->run("INSERT INTO users (id) VALUES (1), (2)");
  up({create_users, [](Operations& op) {
        op.backfill("users", "UPDATE users SET email = 'x' WHERE :batch", {.size = 1});
      }});
  EXPECT_EQ(rows("SELECT event FROM aludel_journal WHERE name = '2' ORDER BY id DESC LIMIT 2"),
            (Lines{"said", "done"}));
}

TEST_P(ChangedCodeRevisions, AreToldByTheCommands) {
  up({create_users, add_age});
  const Program changed{create_users_with_another_type, add_age};
  const Outcome status = run(changed, {"status"});
  EXPECT_EXIT_CODE(0, status);
  EXPECT_TRUE(says(status.out, "1  test: its upgrade"));
  const Outcome check = run(changed, {"check", "--pending"});
  EXPECT_EXIT_CODE(7, check);
  EXPECT_TRUE(says(check.err, "+"));
  EXPECT_TRUE(says(check.err, ".type = aludel::varchar(200)"));
  EXPECT_EXIT_CODE(7, run(changed, {"upgrade"}));
}

TEST_P(ChangedCodeRevisions, AnAcceptedOneCountsAsWhatRan) {
  up({create_users, add_age});
  const Program changed{create_users_with_another_type, add_age};
  ASSERT_EXIT_CODE(0, run(changed, {"repair", "--accept", "1", "--reason", "narrowed by hand"}));
  EXPECT_EQ(rows("SELECT name, event, reason FROM aludel_journal ORDER BY id DESC LIMIT 1"),
            Lines{"1|accepted|narrowed by hand"});
  EXPECT_TRUE(up(changed).steps.empty());
  EXPECT_EXIT_CODE(0, run(changed, {"check", "--pending"}));
  EXPECT_EQ(refusal({create_users, add_age}).code, "E0702");
  // What is accepted is no text of a way back.
  EXPECT_EXIT_CODE(0, run(changed, {"downgrade", "base"}));
  EXPECT_FALSE(database->has_table("users"));
}

TEST_P(ChangedCodeRevisions, WhatIsAsItRanIsNotAccepted) {
  up({create_users});
  const Outcome outcome = run(Program{create_users}, {"repair", "--accept", "1", "--reason", "x"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "nothing to accept"));
}

TEST_P(ChangedCodeRevisions, WhatRanBeforeThisWasWrittenIsNotCompared) {
  up({create_users, add_age});
  database->run("DELETE FROM aludel_journal WHERE event = 'said'");
  EXPECT_TRUE(up({create_users_with_another_type, add_age}).steps.empty());
}

TEST_P(ChangedCodeRevisions, WhatWasUndoneAndRunAgainIsComparedWithItsLastRun) {
  const Program first{create_users, add_age};
  up(first);
  database->disconnect();
  downgrade(database->url(), compiled_migrations(first.list()), "base");
  const Program changed{create_users_with_another_type, add_age};
  EXPECT_EQ(up(changed).steps.size(), 2U);
  EXPECT_TRUE(up(changed).steps.empty());
  EXPECT_EQ(refusal(first).code, "E0702");
}

TEST_P(ChangedCodeRevisions, WhatIsForOtherDatabasesIsNoChange) {
  up({create_users, [](Operations& op) {
        op.add_column("users", {.name = "at", .type = text().on("mariadb", "POINT")});
      }});
  EXPECT_TRUE(up({create_users,
                  [](Operations& op) {
                    op.add_column("users", {.name = "at", .type = text()});
                    op.execute("ANALYZE", {.reversible = true, .only_on = "mariadb"});
                  }})
                  .steps.empty());
}

TEST_P(ChangedCodeRevisions, OneThatSaidNothingAndNowDoesIsChanged) {
  up({create_users, [](Operations&) {}});
  EXPECT_TRUE(up({create_users, nullptr}).steps.empty());
  const Diagnostic problem = refusal({create_users, add_age});
  ASSERT_EQ(problem.notes.size(), 1U);
  EXPECT_TRUE(says(problem.notes[0], "+op.add_column(\"users\""));
}

TEST_P(ChangedCodeRevisions, OneThatThrowsByNowIsChangedAndSaysWhy) {
  up({create_users, add_age});
  const Diagnostic problem =
      refusal({create_users, [](Operations&) { throw std::runtime_error("no names.csv"); }});
  EXPECT_EQ(problem.code, "E0702");
  EXPECT_TRUE(says(problem.detail, "no names.csv"));
}

TEST_P(ChangedCodeRevisions, OneThatWasStoppedHalfWayIsComparedWithWhatItWasBegunWith) {
  up({create_users});
  database->run("INSERT INTO users (id) VALUES (1)");
  const Program program{create_users, vacuum_and_insert};
  refusal(program);
  database->run("DELETE FROM users");
  EXPECT_EQ(up(program).steps.size(), 1U);
  EXPECT_EQ(said().size(), 1U);
  EXPECT_EQ(refusal({create_users, vacuum_and_insert_more}).code, "E0702");
}

TEST_P(ChangedCodeRevisions, OneThatWasChangedWhileItWasHalfWayIsNotCompared) {
  up({create_users});
  database->run("INSERT INTO users (id) VALUES (1)");
  refusal({create_users, vacuum_and_insert});
  database->run("DELETE FROM users");
  const Program changed{create_users, vacuum_and_insert_more};
  EXPECT_EQ(up(changed).steps.size(), 1U);
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1") << "it goes on with what it was begun with";
  EXPECT_EQ(said(), Lines{});
  EXPECT_TRUE(up(changed).steps.empty());
}

TEST_P(ChangedCodeRevisions, AScriptWritesWhatARunWrites) {
  const Program program{create_users, vacuum_and_insert};
  const Outcome script =
      run(program, {"upgrade", "--sql", "--url", on_postgresql() ? "postgresql://" : "sqlite://"});
  ASSERT_EXIT_CODE(0, script);
  database->disconnect();
  ASSERT_EXIT_CODE(0, run_script(*database, script.out));
  const Lines of_script = said();
  EXPECT_EXIT_CODE(0, run(program, {"check", "--pending"}));
  EXPECT_EQ(refusal({create_users, vacuum_and_insert_more}).code, "E0702");
  const Lines by_script = journal();
  ASSERT_EXIT_CODE(0, run(program, {"downgrade", "base"}));
  database->run("DELETE FROM aludel_journal");
  up(program);
  EXPECT_EQ(journal(), by_script);
  EXPECT_EQ(said(), of_script);
}

}  // namespace
}  // namespace aludel::testing
