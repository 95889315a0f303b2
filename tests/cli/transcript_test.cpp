// One test a file of tests/cli/transcripts/SUBJECT. With ALUDEL_UPDATE_GOLDEN=1 in the environment
// the files are rewritten with what came out.
#include "cli/transcript.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "cli/normalized.hpp"
#include "cli/sandbox.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

struct NoServer {};

std::string as_written(const TranscriptSection& section) {
  using enum TranscriptSection::Kind;
  switch (section.kind) {
    case project: return "=== project " + section.argument + "\n" + section.text;
    case file: return "=== file " + section.argument + "\n" + section.text;
    case run: return "=== run\n";
  }
  return {};
}

/// Does what the transcript says. @return the transcript as it should be. @throws NoServer
std::string outcome(const Transcript& transcript) {
  Sandbox sandbox;
  std::string text = transcript.title;
  for (const TranscriptSection& section : transcript.sections) {
    text += as_written(section);
    if (section.kind == TranscriptSection::Kind::file)
      sandbox.write(section.argument, section.text);
    if (section.argument == "sqlite") sandbox.use_sqlite();
    if (section.argument == "postgresql" && !sandbox.use_postgresql()) throw NoServer();
    if (section.argument == "pooled" && !sandbox.use_pooled()) throw NoServer();
    for (const std::string& command : section.commands) {
      CommandOutput output = sandbox.run(command);
      output.out = normalized(std::move(output.out));
      output.err = normalized(std::move(output.err));
      text += shown_command(command, output);
    }
  }
  return text;
}

class TranscriptTest : public testing::Test {
 public:
  explicit TranscriptTest(fs::path file) : file_(std::move(file)) {}

  void TestBody() override {
    std::ifstream stream(file_, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    try {
      const std::string got = outcome(parse_transcript(text));
      if (std::getenv("ALUDEL_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(file_, std::ios::binary) << got;
      } else {
        EXPECT_EQ(text, got) << "in " << file_;
      }
    } catch (const NoServer&) {
      GTEST_SKIP() << "needs ALUDEL_TEST_POSTGRESQL (scripts/test-servers run …)";
    }
  }

 private:
  fs::path file_;
};

int register_files() {
  int count = 0;
  const fs::path folder = fs::path(ALUDEL_SOURCE_DIR) / "tests/cli/transcripts";
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path file = entry.path();
    if (file.extension() != ".test") continue;
    const std::string name = file.parent_path().filename().string() + "_" + file.stem().string();
    testing::RegisterTest("Transcript", name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [file]() -> TranscriptTest* { return new TranscriptTest(file); });
    ++count;
  }
  return count;
}

const int files = register_files();

TEST(Transcripts, AreThere) {
  EXPECT_GE(files, 110);
}

}  // namespace

}  // namespace aludel
