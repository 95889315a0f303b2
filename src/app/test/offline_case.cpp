#include "app/test/offline_case.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/databases/client_program.hpp"
#include "app/test/trial.hpp"
#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "db/redact.hpp"
#include "migrate/offline.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// An empty file, which is an empty database of SQLite; it goes with this object.
class ScratchFile {
 public:
  ScratchFile() {
    std::string pattern = (fs::temp_directory_path() / "aludel_scratch_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
      throw Error(diagnostic(Code::no_scratch_database, "no folder can be made: " + pattern));
    folder_ = pattern;
    const std::ofstream created(path());
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code none;
    fs::remove_all(folder_, none);
  }

  [[nodiscard]] fs::path path() const { return folder_ / "offline.db"; }

 private:
  fs::path folder_;
};

void skip(TestCase& test, const Error& error) {
  test.outcome = TestOutcome::skipped;
  test.message = error.diagnostic().message;
}

void look(const TestRequest& request, const DatabaseUrl& url, const KnownState& wanted,
          const std::string& script, TestCase& test) {
  const bool on_sqlite = url.kind == DatabaseUrl::Kind::sqlite;
  ProgramCall call;
  try {
    call = on_sqlite ? database_shell(url, {"-init", "/dev/null", "-bail"}, {})
                     : database_shell(url, {"-X", "-q", "-v", "ON_ERROR_STOP=1"}, request.pg_bin);
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::external_command).id) throw;
    return skip(test, error);
  }
  const ChildResult ended = run_child({.words = call.words,
                                       .environment = call.environment,
                                       .input = script,
                                       .keep_end = true,
                                       .stop = request.options.stop});
  if (ended.exit_status != 0) {
    test.outcome = TestOutcome::failed;
    test.message = fs::path(call.words.front()).filename().string() +
                   " did not run the script to its end: exit status " +
                   std::to_string(ended.exit_status);
    for (const std::string& line : split(trim(redacted_message(ended.errors)), '\n'))
      test.details.push_back(line);
    test.next = "look at the script: `aludel upgrade heads --sql" + request.flags + "`";
    return;
  }
  Session session(options_for_scratch(request.options, url));
  session.relocate();
  const WhatDiffers differs = what_differs(state_of(session), wanted, session.dialect());
  if (differs.count == 0) return;
  test.outcome = TestOutcome::failed;
  test.message =
      "the script does not make what the revisions make: " + counted(differs.count, "change") +
      (differs.count == 1 ? " is missing" : " are missing");
  test.details = differs.lines;
  test.next = "look at the script: `aludel upgrade heads --sql" + request.flags + "`";
}

}  // namespace

TestCase offline_case(const TestRequest& request, const KnownState& wanted) {
  TestCase test;
  test.group = "project";
  test.name = "offline script";
  RunRequest whole = request.run;
  whole.direction = Direction::up;
  whole.target = "heads";
  whole.consent = {};
  OfflineScript script;
  try {
    script = offline_run(options_for_scratch(request.options, request.place.url), whole);
  } catch (const Error& error) {
    if (!is_finding(error)) throw;
    skip(test, error);
    return test;
  }
  if (request.place.url.kind == DatabaseUrl::Kind::sqlite) {
    const ScratchFile file;
    DatabaseUrl url = request.place.url;
    url.sqlite_path = file.path().string();
    url.text_without_password = "sqlite:///" + url.sqlite_path;
    look(request, url, wanted, script.text, test);
  } else {
    const ScratchDatabase scratch(request.place);
    look(request, scratch.url(), wanted, script.text, test);
  }
  return test;
}

}  // namespace aludel
