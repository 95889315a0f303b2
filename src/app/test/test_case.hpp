#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"

namespace aludel {

enum class TestOutcome { passed, failed, skipped };

/// "passed", "failed", "skipped"
[[nodiscard]] constexpr std::string_view name_of(TestOutcome outcome) {
  constexpr std::string_view names[]{"passed", "failed", "skipped"};
  return names[static_cast<int>(outcome)];
}

/// A text cut at its line ends; blanks stay.
[[nodiscard]] inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

/// One thing that was looked at, and what came out.
struct TestCase {
  std::string group;          ///< "project", "empty", "rows", "seeds": where it ran
  std::string name;           ///< "8f3c2a91d0e4 down", "single head"
  std::string revision = {};  ///< its id; empty: of none alone
  std::string file = {};      ///< of the revision
  TestOutcome outcome = TestOutcome::passed;
  std::string message = {};               ///< one line; empty where it passed
  std::vector<std::string> details = {};  ///< the difference: changes, and the SQL of each below it
  std::vector<Diagnostic> problems = {};  ///< what was refused
  std::string next = {};                  ///< what to do, where that is not said by a problem
  std::chrono::milliseconds duration{};
};

}  // namespace aludel
