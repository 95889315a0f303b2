#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/compare/compare.hpp"
#include "app/test/test_case.hpp"
#include "migrate/run.hpp"
#include "migrate/seeds/run_seeds.hpp"

namespace aludel {

struct TestRequest {
  ScratchPlace place;
  SessionOptions options;           ///< those of the project's database, which is not opened
  RunRequest run;                   ///< the revisions; direction and target do not count
  bool allow_heads = false;         ///< several heads are meant
  bool require_downgrades = false;  ///< one that is missing is a failure
  /// How what the revisions make becomes what the models say; empty: there are none.
  std::function<ComparedStates(const KnownState& head)> models = {};
  std::optional<SeedRequest> seeds = {};
  std::filesystem::path pg_bin = {};  ///< where psql is; empty: as database_shell looks for it
  std::string flags = {};             ///< as RunRequest
  /// Told of each case when it ends, and of what begins. Must not throw.
  std::function<void(const TestCase&)> tell = [](const TestCase&) {};
  std::function<void(const std::string&)> begins = [](const std::string&) {};
};

struct TestReport {
  std::vector<TestCase> cases;          ///< in the order in which they ran
  std::vector<std::string> notes = {};  ///< what was not looked at
};

/// Runs every revision up, down and up again on scratch databases, empty and with rows, and looks
/// whether each way leads to where it should; whether there is one head; whether the history makes
/// what the models say, and its offline script what the history makes. What is found is a case that
/// failed; the database of the project is not touched.
///
/// @throws Error(no_scratch_database), (interrupted) …: what keeps it from looking;
///         (refused_command) for a revision that reaches beyond its database, where the server is
///         not apart
[[nodiscard]] TestReport test_project(const TestRequest& request);

}  // namespace aludel
