// One test a sample of tests/golden/operations: the revision in SQL that its operations become on
// each database, both ways, or why it has none. tests/golden/operations/SUBJECT/NAME.test
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "catalog/recording.hpp"
#include "golden/golden_file.hpp"
#include "golden/operations/sample_text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;
using samples::Sample;

const fs::path corpus = fs::path(ALUDEL_SOURCE_DIR) / "tests/golden/operations";

fs::path file_of(const Sample& sample) {
  return corpus / sample.subject / (sample.name + ".test");
}

struct Version {
  std::string title;
  std::string dialect;
  int number;
};

/// A section for the usual version of a database, and for those that differ from it.
std::string sections(const Sample& sample, const Version& usual,
                     const std::vector<Version>& others) {
  const Dialect& dialect = samples::dialect_named(usual.dialect);
  const std::string text = samples::rendered(sample, dialect, usual.number);
  std::string all = "\n=== " + usual.title + "\n" + text;
  for (const Version& other : others) {
    const std::string other_text = samples::rendered(sample, dialect, other.number);
    if (other_text != text) all += "\n=== " + other.title + "\n" + other_text;
  }
  return all;
}

class OperationsGolden : public testing::Test {
 public:
  explicit OperationsGolden(Sample sample) : sample_(std::move(sample)) {}

  void TestBody() override {
    const GoldenFile file = golden_for(
        file_of(sample_), sample_.sentence + "\n\n=== input\n" + samples::described(sample_));
    expect_golden(file, sections(sample_, {"sqlite", "sqlite", 3040001},
                                 {{"sqlite 3.34", "sqlite", 3034000}}) +
                            sections(sample_, {"postgresql", "postgresql", 150000},
                                     {{"postgresql 12", "postgresql", 120000},
                                      {"postgresql 18", "postgresql", 180000}}));
  }

 private:
  Sample sample_;
};

int register_samples() {
  int count = 0;
  for (const Sample& sample : samples::all_samples()) {
    const std::string name = sample.subject + "_" + sample.name;
    testing::RegisterTest("OperationsGolden", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [sample]() -> OperationsGolden* { return new OperationsGolden(sample); });
    ++count;
  }
  return count;
}

const int registered = register_samples();

std::vector<RecordedOperation> said_by_all() {
  std::vector<RecordedOperation> all;
  for (const Sample& sample : samples::all_samples()) {
    for (const char* const dialect : {"sqlite", "postgresql"}) {
      Recording recording{.dialect = dialect};
      Operations operations(recording);
      sample.said(operations);
      all.insert(all.end(), recording.operations.begin(), recording.operations.end());
    }
  }
  return all;
}

TEST(OperationsGoldenCorpus, HasEveryOperation) {
  std::set<std::size_t> operations;
  std::set<std::size_t> changes;
  for (const RecordedOperation& recorded : said_by_all()) {
    operations.insert(recorded.operation.index());
    if (const auto* alter = std::get_if<AlterTable>(&recorded.operation)) {
      for (const TableChange& change : alter->changes) changes.insert(change.index());
    }
  }
  for (std::size_t at = 0; at < std::variant_size_v<Operation>; ++at)
    EXPECT_TRUE(operations.contains(at)) << "no sample says alternative " << at << " of Operation";
  for (std::size_t at = 0; at < std::variant_size_v<TableChange>; ++at)
    EXPECT_TRUE(changes.contains(at)) << "no sample says alternative " << at << " of TableChange";
}

TEST(OperationsGoldenCorpus, HasEveryFunctionOfOperations) {
  std::string written;
  for (const auto& entry : fs::directory_iterator(corpus)) {
    if (entry.path().extension() == ".cpp")
      written += read_file(entry.path().string(), Code::config_unreadable);
  }
  const std::string header =
      read_file(ALUDEL_SOURCE_DIR "/include/aludel/operations.hpp", Code::config_unreadable);
  int functions = 0;
  for (const std::string& line : split(header, '\n')) {
    if (!line.starts_with("void ")) continue;
    const std::string name = line.substr(5, line.find('(') - 5);
    EXPECT_TRUE(written.contains("op." + name + "(")) << "no sample calls " << name;
    ++functions;
  }
  EXPECT_GT(functions, 50);
}

TEST(OperationsGoldenCorpus, HasNoFileWithoutASample) {
  std::set<fs::path> wanted;
  for (const Sample& sample : samples::all_samples())
    EXPECT_TRUE(wanted.insert(file_of(sample)).second) << "two samples are called " << sample.name;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    const bool is_file = entry.path().extension() == ".test";
    EXPECT_TRUE(!is_file || wanted.contains(entry.path())) << entry.path();
  }
  EXPECT_EQ(wanted.size(), static_cast<std::size_t>(registered));
}

}  // namespace

}  // namespace aludel
