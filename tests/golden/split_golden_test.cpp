// One test a file of tests/golden/split/DIALECT: a sentence that names the behaviour, the input,
// and what comes out. With ALUDEL_UPDATE_GOLDEN=1 in the environment the files are rewritten with
// what came out.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "golden/golden_file.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

SqlDialect dialect_of(const std::string& folder) {
  if (folder == "sqlite") return SqlDialect::sqlite;
  return folder == "postgresql" ? SqlDialect::postgresql : SqlDialect::mariadb;
}

bool is_section_directive(std::string_view comment) {
  return comment.starts_with("-- aludel:downgrade");
}

std::string outcome(const std::string& input, SqlDialect dialect) {
  const SourceText source("input.sql", input);
  try {
    const SplitResult result =
        split_statements(source, {0, source.text().size()}, dialect, is_section_directive);
    std::string text;
    for (const Statement& statement : result.statements) {
      text += golden_section("statement", source.slice(statement.span));
      if (statement.is_copy_from_stdin)
        text += golden_section("rows", source.slice(statement.copy_data));
    }
    for (const Token& token : result.comments) {
      if (token.kind == TokenKind::psql_command) {
        text += golden_section("psql command", source.slice(token.span));
      }
    }
    if (result.end < source.text().size()) {
      text += "=== stopped in line " + std::to_string(source.line_of(result.end)) + "\n";
    }
    return text;
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    const Place place = problem.place.value();
    return golden_section("error " + problem.code + " at " + std::to_string(place.line) + ":" +
                              std::to_string(place.column),
                          problem.message + "\n" + place.label + "\n" + problem.hint);
  }
}

class SplitGolden : public testing::Test {
 public:
  explicit SplitGolden(fs::path file) : file_(std::move(file)) {}

  void TestBody() override {
    const GoldenFile file = read_golden(file_);
    expect_golden(file, outcome(file.input, dialect_of(file_.parent_path().filename().string())));
  }

 private:
  fs::path file_;
};

int register_files() {
  int count = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(ALUDEL_SOURCE_DIR) / "tests/golden/split")) {
    const fs::path file = entry.path();
    if (file.extension() != ".test") continue;
    const std::string name = file.parent_path().filename().string() + "_" + file.stem().string();
    testing::RegisterTest("SplitGolden", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [file]() -> SplitGolden* { return new SplitGolden(file); });
    ++count;
  }
  return count;
}

const int files = register_files();

TEST(SplitGoldenCorpus, IsThere) {
  EXPECT_GE(files, 40);
}

}  // namespace

}  // namespace aludel
