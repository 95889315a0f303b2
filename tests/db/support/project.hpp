#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "db/support/database.hpp"
#include "db/support/process.hpp"

namespace aludel::testing {

using Words = std::vector<std::string>;

/// Writes a file, and makes its folder.
void write_file(const std::filesystem::path& file, const std::string& text);

/// A project in a folder of its own, and the built program to run in it.
class TestProject {
 public:
  /// @param database_lines  more lines for `[database]` of aludel.toml
  explicit TestProject(const std::string& url, const std::string& database_lines = {});

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path file_of(const std::string& id) const {
    return folder() / "migrations/versions" / (id + ".sql");
  }
  /// Writes a file of the project; a relative name is one of its folder.
  void write(const std::filesystem::path& file, const std::string& text) const;

  /// A revision whose parent is the one added before it. Without `down` it has no downgrade.
  void add(const std::string& id, const std::string& up, std::optional<std::string> down = "");
  /// Writes a revision again, with the parent that it has.
  void change(const std::string& id, const std::string& up, std::optional<std::string> down = "");

  /// Runs `aludel WORDS…` in the folder.
  [[nodiscard]] Outcome run(const Words& words, ProcessOptions options = {}) const;
  [[nodiscard]] Process start(const Words& words, ProcessOptions options = {}) const;

 private:
  TemporaryFolder folder_;
  std::vector<std::string> ids_;
};

/// Fails the test where a program ended otherwise than with `exit_code`, showing all it said.
::testing::AssertionResult ended_with(int exit_code, const Outcome& outcome);
#define EXPECT_EXIT_CODE(code, outcome) EXPECT_TRUE(::aludel::testing::ended_with(code, outcome))
#define ASSERT_EXIT_CODE(code, outcome) ASSERT_TRUE(::aludel::testing::ended_with(code, outcome))

/// Fails where `part` does not stand in `text`.
::testing::AssertionResult says(const std::string& text, const std::string& part);

}  // namespace aludel::testing
