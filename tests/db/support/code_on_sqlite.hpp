#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "aludel/compiled.hpp"
#include "aludel/migrate.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/support/database.hpp"
#include "db/support/process.hpp"

namespace aludel::testing {

using Lines = std::vector<std::string>;

/// Revisions in C++ and in SQL, run by the library on a file of SQLite's.
class CodeOnSqlite : public ::testing::Test {
 protected:
  void add(std::string id, void (*upgrade)(Operations&), void (*downgrade)(Operations&) = nullptr) {
    code_.push_back(std::make_unique<Migration>(Migration{.id = id,
                                                          .down_revision = parent(),
                                                          .message = "test",
                                                          .upgrade = upgrade,
                                                          .downgrade = downgrade}));
    list_.push_back({.path = keep("versions/" + id + ".cpp"), .code = code_.back().get()});
    last_ = id;
  }
  /// The last one that was added was none.
  void take_back() {
    last_ = code_.back()->down_revision.front();
    list_.pop_back();
  }
  void add_sql(const std::string& id, const std::string& up) {
    const std::string_view text =
        keep("-- SQL\n--\n-- revision: " + id + "\n-- down_revision: " + last_ +
             "\n\n-- aludel:upgrade\n" + up);
    list_.push_back({.path = keep("versions/" + id + ".sql"), .sql = text});
    last_ = id;
  }
  Report up(const std::string& target = "head") {
    return upgrade(url(), migrations(), target, options);
  }
  [[nodiscard]] Migrations migrations() const { return compiled_migrations(list_); }
  std::string failure() {
    try {
      up();
    } catch (const Error& error) {
      return error.diagnostic().code + ": " + error.diagnostic().message;
    }
    return "it did not fail";
  }
  /// All that a failure tells: code and message, the words under the caret, notes, hint, next.
  std::string told() {
    try {
      up();
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      std::string text = problem.code + ": " + problem.message;
      if (problem.place)
        text += "\nat line " + std::to_string(problem.place->line) + ": " + problem.place->label;
      for (const std::string& note : problem.notes) text += "\nnote: " + note;
      return text + "\nhint: " + problem.hint + "\nnow: " + problem.now + "\nnext: " + problem.next;
    }
    return "it did not fail";
  }
  Lines rows(const std::string& sql) {
    return lines_of(open_sqlite({.path = file(), .access = Access::read_write})->query(sql));
  }
  [[nodiscard]] std::string url() const { return "sqlite:///" + file(); }
  [[nodiscard]] std::string file() const { return (folder_.path() / "app.db").string(); }

  Options options;

 private:
  /// The list of revisions only looks at its texts.
  std::string_view keep(std::string text) {
    texts_.push_back(std::make_unique<std::string>(std::move(text)));
    return *texts_.back();
  }
  [[nodiscard]] Lines parent() const { return last_.empty() ? Lines{} : Lines{last_}; }

  TemporaryFolder folder_;
  std::string last_;
  std::vector<std::unique_ptr<Migration>> code_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<CompiledRevision> list_;
};

}  // namespace aludel::testing
