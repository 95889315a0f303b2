// The same project, the same command line, Alembic's output and ours: line by line, but for what
// is deliberately different (see `comparable`). Needs ALUDEL_TEST_ALEMBIC.
#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "cli/sandbox.hpp"

namespace aludel {

namespace {

constexpr const char* env_py = R"(from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
)";

struct File {
  std::string id;
  std::string down;    ///< as Python
  std::string labels;  ///< as Python
  std::string needs;   ///< as Python
  std::string message;
};

/// Labels on both sides of a merge, a second root, heads that others depend on.
const std::vector<File> graph{
    {"a1aa", "None", "None", "None", "Create users, and more"},
    {"b1bb", "'a1aa'", "('left',)", "None", "Left"},
    {"b2bb", "'a1aa'", "['right']", "None", "Right: with a colon"},
    {"c1cc", "'b1bb'", "None", "None", "First line\n\nA second paragraph\nof two lines."},
    {"m1mm", "('c1cc', 'b2bb')", "None", "None", "Merge"},
    {"d1dd", "'m1mm'", "None", "None", "One"},
    {"d2dd", "'m1mm'", "None", "None", "Two"},
    {"z1zz", "None", "'other'", "'b2bb'", "Other"},
    {"z2zz", "'z1zz'", "None", "'d1dd'", "Other again"},
};

const std::vector<File> line{
    {"a1aa", "None", "None", "None", "Create users"},
    {"b1bb", "'a1aa'", "None", "None", "Create prices"},
    {"c1cc", "'b1bb'", "None", "None", "Index prices"},
    {"d1dd", "'c1cc'", "None", "None", "Fill"},
};

void write_project(const Sandbox& sandbox, const std::vector<File>& files) {
  sandbox.write("alembic.ini",
                "[alembic]\nscript_location = alembic\nsqlalchemy.url = sqlite:///app.db\n");
  sandbox.write("alembic/env.py", env_py);
  for (const File& file : files) {
    sandbox.write("alembic/versions/" + file.id + "_x.py",
                  "\"\"\"" + file.message + "\n\nRevision ID: " + file.id +
                      "\nRevises: " + file.down +
                      "\nCreate Date: 2020-01-02 03:04:05.678901\n\n\"\"\"\nrevision = '" +
                      file.id + "'\ndown_revision = " + file.down +
                      "\nbranch_labels = " + file.labels + "\ndepends_on = " + file.needs +
                      "\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n");
  }
}

std::string sorted_list(const std::string& list) {
  std::vector<std::string> parts = split(list, ',');
  std::ranges::sort(parts);
  return join(parts, ", ");
}

/// Lists inside parentheses in the order of the alphabet.
std::string with_sorted_lists(std::string text) {
  for (std::size_t open = text.find('('); open != std::string::npos;
       open = text.find('(', open + 1)) {
    const std::size_t close = text.find(')', open);
    if (close == std::string::npos) break;
    text.replace(open + 1, close - open - 1, sorted_list(text.substr(open + 1, close - open - 1)));
  }
  for (const std::string label : {"Branches into: ", "Branch names: "}) {
    if (text.starts_with(label)) text = label + sorted_list(text.substr(label.size()));
  }
  return text;
}

/// The lines of an output without the deliberate differences:
/// - lists that Alembic orders by hash (labels, children, rows) stand in a fixed order here;
/// - paths are relative to the current directory here;
/// - Alembic's blocks repeat the id and the parents out of the docstring;
/// - a head that another one depends on is an `effective head` in our blocks too, as it is in both
///   tools' lines.
/// Not compared, as the two differ: `-N:current`, which Alembic counts from the head and Aludel
/// from where the database is; `current` where a head is only applied because another one depends
/// on it, which has no row and is listed by Alembic alone; messages whose first paragraph has
/// several lines; beginnings of ids, which have four characters at least here.
std::vector<std::string> comparable(const std::string& output) {
  std::vector<std::string> lines;
  std::istringstream stream(output);
  for (std::string text; std::getline(stream, text);) {
    while (text.ends_with(' ')) text.pop_back();
    if (text.starts_with("    Revision ID: ") || text.starts_with("    Revises: ")) continue;
    text = replace_all(with_sorted_lists(text), "Path: /sandbox/", "Path: ");
    if (text.starts_with("Rev: ")) text = replace_all(text, " (effective head)", " (head)");
    if (text.empty() && !lines.empty() && lines.back().empty()) continue;
    lines.push_back(text);
  }
  const auto is_child = [](const std::string& text) { return text.starts_with("     ->"); };
  for (auto at = lines.begin(); at != lines.end();) {
    const auto end = std::find_if_not(at, lines.end(), is_child);
    std::sort(at, end);
    at = end == lines.end() ? end : std::next(end);
  }
  return lines;
}

class AlembicOutput : public testing::Test {
 public:
  void SetUp() override {
    const char* folder = std::getenv("ALUDEL_TEST_ALEMBIC");
    if (folder == nullptr || *folder == '\0') {
      const char* ci = std::getenv("CI");
      const bool required = std::getenv("REQUIRE_SERVERS") != nullptr ||
                            (ci != nullptr && std::string_view(ci) == "true");
      if (required) FAIL() << "ALUDEL_TEST_ALEMBIC is not set";
      GTEST_SKIP() << "needs ALUDEL_TEST_ALEMBIC (scripts/test-servers run …)";
    }
    alembic_ = std::string(folder) + "/bin/alembic ";
  }

  void compare(const std::vector<std::string>& commands, bool any_order = false) {
    for (const std::string& command : commands) {
      const CommandOutput theirs = sandbox_.run(alembic_ + command);
      const CommandOutput ours = sandbox_.run("aludel " + command);
      ASSERT_EQ(theirs.exit_status, 0) << command << '\n' << theirs.err;
      EXPECT_EQ(ours.exit_status, 0) << command << '\n' << ours.err;
      auto expected = comparable(theirs.out);
      auto got = comparable(ours.out);
      if (any_order) {
        std::ranges::sort(expected);
        std::ranges::sort(got);
      }
      EXPECT_EQ(expected, got) << command;
    }
  }

  void alembic(const std::string& command) {
    const CommandOutput done = sandbox_.run(alembic_ + command);
    ASSERT_EQ(done.exit_status, 0) << done.err;
  }

  Sandbox sandbox_;
  std::string alembic_;
};

TEST_F(AlembicOutput, OfAGraphWithBranchesMergesAndDependenciesIsTheSame) {
  write_project(sandbox_, graph);
  compare({"heads", "heads -v", "heads --verbose", "heads --resolve-dependencies", "branches",
           "branches -v", "history", "history -v", "history -r a1aa:c1cc", "history -r :m1mm",
           "history --rev-range=left:c1cc", "show a1aa", "show m1mm", "show z2zz", "show right",
           "show base", "current"});
}

TEST_F(AlembicOutput, OfADatabaseBetweenRevisionsIsTheSame) {
  write_project(sandbox_, graph);
  alembic("upgrade z1zz");
  compare({"history -i", "history --indicate-current -v", "history -r base:heads"});
  alembic("upgrade d2dd");
  compare({"current", "current -v"}, /*any_order=*/true);
}

TEST_F(AlembicOutput, OfALineIsTheSame) {
  write_project(sandbox_, line);
  alembic("upgrade c1cc");
  compare({"current", "current -v", "history", "history -i",
           "history -r current:", "history --rev-range=-1:", "show head", "show current", "heads",
           "branches", "show heads"});
}

}  // namespace

}  // namespace aludel
