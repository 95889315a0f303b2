// One test a file of tests/golden/segments/DIALECT: a revision, and the segments that each of its
// directions is cut into.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "golden/golden_file.hpp"
#include "migrate/script.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

const Dialect& dialect_named(const std::string& name) {
  return dialect_for(parse_url(name == "sqlite" ? "sqlite://" : "postgresql://localhost/x", "/"));
}

std::string shown(const Segment& segment) {
  if (segment.batched) {
    const BatchDirective& asked = segment.batched->asked;
    std::string key;
    for (const std::string& column : asked.key) key += (key.empty() ? "" : ",") + column;
    return "table " + asked.table + " key " + key + " size " + std::to_string(asked.size) +
           (asked.where.empty() ? "" : " where " + asked.where) + "\n" +
           std::to_string(segment.statements.front().number) + ": " +
           sql_for(*segment.batched, {.lower = "LOWER", .upper = "UPPER"});
  }
  std::string text;
  for (const ScriptStatement& statement : segment.statements) {
    if (!text.empty()) text += '\n';
    text += std::to_string(statement.number) + ": " + statement.sql;
  }
  return text.empty() ? "(nothing)" : text;
}

std::string segments_of(const std::string& input, const Dialect& dialect, Direction direction) {
  const std::string name = direction == Direction::up ? "up" : "down";
  try {
    const Script script = compile_script(read_body(SourceText("input.sql", input), dialect.sql()),
                                         direction, dialect, 150000, {{"name", "value"}});
    std::string text;
    for (std::size_t i = 0; i < script.segments.size(); ++i) {
      text += golden_section(name + " " + std::to_string(i + 1) + " of " +
                                 std::to_string(script.segments.size()) +
                                 (script.segments[i].autocommit ? ", autocommit"
                                  : script.segments[i].batched  ? ", batches"
                                                                : ""),
                             shown(script.segments[i]));
    }
    for (const ScriptStatement& query : script.verify) text += golden_section("verify", query.sql);
    return text;
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    const int line = problem.place ? problem.place->line : 0;
    return golden_section(name + ": error " + problem.code + " in line " + std::to_string(line),
                          problem.message);
  }
}

class SegmentsGolden : public testing::Test {
 public:
  explicit SegmentsGolden(fs::path file) : file_(std::move(file)) {}

  void TestBody() override {
    const GoldenFile file = read_golden(file_);
    const Dialect& dialect = dialect_named(file_.parent_path().filename().string());
    expect_golden(file, segments_of(file.input, dialect, Direction::up) +
                            segments_of(file.input, dialect, Direction::down));
  }

 private:
  fs::path file_;
};

int register_files() {
  int count = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(ALUDEL_SOURCE_DIR) / "tests/golden/segments")) {
    const fs::path file = entry.path();
    if (file.extension() != ".test") continue;
    const std::string name = file.parent_path().filename().string() + "_" + file.stem().string();
    testing::RegisterTest("SegmentsGolden", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [file]() -> SegmentsGolden* { return new SegmentsGolden(file); });
    ++count;
  }
  return count;
}

const int files = register_files();

TEST(SegmentsGoldenCorpus, IsThere) {
  EXPECT_GE(files, 12);
}

}  // namespace

}  // namespace aludel
