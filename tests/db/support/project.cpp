#include "db/support/project.hpp"

#include <algorithm>
#include <fstream>

namespace aludel::testing {

namespace {

std::string revision_text(const std::string& id, const std::string& parent, const std::string& up,
                          const std::optional<std::string>& down) {
  std::string text = "-- Revision " + id + "\n--\n-- revision: " + id +
                     "\n-- down_revision: " + parent + "\n\n-- aludel:upgrade\n" + up + "\n";
  if (down) text += "\n-- aludel:downgrade\n" + *down + "\n";
  return text;
}

}  // namespace

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

TestProject::TestProject(const std::string& url, const std::string& database_lines) {
  std::filesystem::create_directories(folder() / "migrations/versions");
  write_file(folder() / "aludel.toml",
             "[aludel]\nscript_location = \"migrations\"\n[database]\nurl = \"" + url + "\"\n" +
                 database_lines);
}

void TestProject::write(const std::filesystem::path& file, const std::string& text) const {
  write_file(folder() / file, text);
}

void TestProject::add(const std::string& id, const std::string& up,
                      std::optional<std::string> down) {
  write_file(file_of(id), revision_text(id, ids_.empty() ? "" : ids_.back(), up, down));
  ids_.push_back(id);
}

void TestProject::change(const std::string& id, const std::string& up,
                         std::optional<std::string> down) {
  const auto at = std::ranges::find(ids_, id);
  write_file(file_of(id), revision_text(id, at == ids_.begin() ? "" : *std::prev(at), up, down));
}

Process TestProject::start(const Words& words, ProcessOptions options) const {
  Words all{ALUDEL_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  options.folder = folder();
  return Process(all, std::move(options));
}

Outcome TestProject::run(const Words& words, ProcessOptions options) const {
  return start(words, std::move(options)).wait();
}

::testing::AssertionResult ended_with(int exit_code, const Outcome& outcome) {
  if (outcome.exit_code == exit_code && !outcome.timed_out) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << (outcome.timed_out ? "it took too long; " : "") << "exit code " << outcome.exit_code
         << ", signal " << outcome.signal << ", expected " << exit_code << "\n--- out\n"
         << outcome.out << "--- err\n"
         << outcome.err << "---";
}

::testing::AssertionResult says(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << part << "\" does not stand in:\n" << text;
}

}  // namespace aludel::testing
