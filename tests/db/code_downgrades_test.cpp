// Ways back of revisions in C++: which one runs, why there is none, and what is told before it.
#include "aludel/compiled.hpp"
#include "catalog/apply.hpp"
#include "db/support/code_users.hpp"
#include "db/support/fixture.hpp"
#include "migrate/offline.hpp"
#include "migrate/run.hpp"
#include "revision/compiled.hpp"

namespace aludel::testing {

/// Said in a file that is not there; below.
void drop_what_is_not_there(Operations& op);

namespace {

void clear_emails(Operations& op) {
  op.execute("UPDATE users SET email = NULL");
}

void add_age(Operations& op) {
  op.add_column("users", {.name = "age", .type = integer()});
}

void add_age_to_what_was_there(Operations& op) {
  op.add_column("legacy", {.name = "age", .type = integer()});
}

class CodeDowngrades : public OnDatabase {
 protected:
  /// Revisions 1, 2 … of a program, each with the one before as its parent.
  void program(std::initializer_list<Say> upgrades) {
    code_.reserve(upgrades.size());
    for (const Say upgrade : upgrades) {
      const std::string id = std::to_string(code_.size() + 1);
      code_.push_back({.id = id, .message = "test", .upgrade = upgrade});
      if (code_.size() > 1) code_.back().down_revision = {std::to_string(code_.size() - 1)};
      paths_.push_back(std::make_unique<std::string>("versions/" + id + ".cpp"));
      list_.push_back({.path = *paths_.back(), .code = &code_.back()});
    }
  }
  void up() {
    database->disconnect();
    upgrade(database->url(), compiled_migrations(list_));
  }
  void down(const std::string& target, const Options& options = {}) {
    database->disconnect();
    downgrade(database->url(), compiled_migrations(list_), target, options);
  }
  template <typename Call>
  static Diagnostic failure_of(const Call& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.diagnostic();
    }
    ADD_FAILURE() << "it did not fail";
    return {};
  }
  /// A script that no database is asked for.
  std::string script_of(Direction direction, const std::string& target) {
    const RevisionGraph graph(compiled_revisions(list_).revisions);
    const RunRequest request{.graph = graph,
                             .own = graph.all(),
                             .direction = direction,
                             .target = target,
                             .read = {},
                             .applied_elsewhere = {}};
    SessionOptions options;
    options.url = parse_url(on_postgresql() ? "postgresql://x/y" : "sqlite://", "/");
    return offline_run(options, request).text;
  }
  Diagnostic failure_offline(Direction direction, const std::string& target) {
    return failure_of([&] { (void)script_of(direction, target); });
  }

  std::vector<Migration> code_;

 private:
  std::vector<std::unique_ptr<std::string>> paths_;
  std::vector<CompiledRevision> list_;
};
ALUDEL_ON_EVERY_DATABASE(CodeDowngrades);

TEST_P(CodeDowngrades, OneThatCannotBeUndoneIsToldBeforeConsentIsAskedFor) {
  program({create_users, clear_emails, add_age});
  up();
  const Diagnostic problem = failure_of([&] { down("base", {.protect_data = true}); });
  EXPECT_EQ(problem.code, "E0314") << problem.message;
  EXPECT_EQ(version_rows(), Lines{"3"});
}

TEST_P(CodeDowngrades, ConsentIsAskedForInTheWordsOfCpp) {
  program({create_users, add_age});
  up();
  const Diagnostic problem = failure_of([&] { down("-1", {.protect_data = true}); });
  EXPECT_EQ(problem.code, "E0601") << problem.message;
  EXPECT_TRUE(problem.next.contains("`.allow_data_loss = \"REASON\"`")) << problem.next;
  EXPECT_FALSE(problem.next.contains("aludel:allow-data-loss")) << problem.next;
}

TEST_P(CodeDowngrades, ConsentThatIsGivenInCppCountsForAWayBackThatWasKeptBefore) {
  program({create_users, add_age});
  up();
  code_[1].allow_data_loss = "ages are asked for again";
  down("-1", {.protect_data = true});
  EXPECT_EQ(version_rows(), Lines{"1"});
}

TEST_P(CodeDowngrades, ATableThatNoRevisionMadeIsNotCalledMissing) {
  database->run("CREATE TABLE legacy (id INTEGER)");
  program({add_age_to_what_was_there});
  up();
  database->run("DELETE FROM aludel_journal");
  const Diagnostic problem = failure_of([&] { down("base"); });
  EXPECT_EQ(problem.code, "E0314") << problem.message;
  EXPECT_EQ(problem.message,
            "revision 1 \"test\": no way back was kept when it ran, and none can be derived from "
            "the revisions: by what they make, there is no table legacy");
  EXPECT_EQ(problem.next, "write a downgrade into versions/1.cpp");
  EXPECT_EQ(version_rows(), Lines{"1"});
}

TEST_P(CodeDowngrades, AScriptIsWrittenForWhatRevisionsMakeAndSaysSo) {
  program({add_age_to_what_was_there});
  const Diagnostic problem = failure_offline(Direction::up, "base:head");
  EXPECT_EQ(problem.code, "E0329") << problem.message;
  EXPECT_EQ(problem.notes.back(),
            "no database is looked into: what none of the revisions makes is not known here");
  EXPECT_TRUE(problem.next.contains("without `--sql`")) << problem.next;
  const Diagnostic back = failure_offline(Direction::down, "head:base");
  EXPECT_EQ(back.code, "E0314") << back.message;
  EXPECT_TRUE(back.next.contains("without `--sql`")) << back.next;
}

TEST_P(CodeDowngrades, AScriptGoesOnBehindARevisionThatChangedWhatWasThere) {
  program({add_age_to_what_was_there, create_users});
  EXPECT_TRUE(script_of(Direction::up, "1:2").contains("CREATE TABLE"));
  EXPECT_TRUE(script_of(Direction::down, "2:1").contains("DROP TABLE"));
}

TEST_P(CodeDowngrades, WhereTheSourceIsNotAtHandTheOperationIsTold) {
  program({drop_what_is_not_there});
  const Diagnostic problem = failure_of([&] { up(); });
  ASSERT_TRUE(problem.place);
  EXPECT_EQ(problem.place->line, 8);
  EXPECT_EQ(problem.place->excerpt, "");
  EXPECT_EQ(problem.notes, Lines{"this was to drop table nothing"});
}

TEST_P(CodeDowngrades, RowsOfATableThatGoesWithThemNeedNoKey) {
  program({[](Operations& op) {
    op.create_table(
        {.name = "log", .columns = {{.name = "line", .type = text(), .nullable = false}}});
    op.alter_column("log", "line", {.nullable = true});
    op.bulk_insert("log", {"line"}, {{"begun"}, {nullptr}});
  }});
  up();
  EXPECT_EQ(value("SELECT count(*) FROM log"), "2");
  down("base");
  EXPECT_FALSE(database->has_table("log"));
}

}  // namespace
}  // namespace aludel::testing

#line 7 "/not/at/hand/versions/1.cpp"
void aludel::testing::drop_what_is_not_there(Operations& op) {
  op.drop_table("nothing");
}
