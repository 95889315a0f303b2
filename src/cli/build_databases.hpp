#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "cli/workspace.hpp"

namespace aludel {

/// A database on its way from nothing to the newest state, and what was done to it.
struct BuiltDatabase {
  std::unique_ptr<Workspace> workspace;
  std::string name;  ///< as it is told
  std::string lost;  ///< what dropping it lost; empty: it was not dropped
  bool created = false;
  long long applied = 0;          ///< revisions
  long long scripts = 0;          ///< that were run
  long long seeds = 0;            ///< that were loaded
  std::vector<std::string> rows;  ///< of the version table, at the end
  std::chrono::milliseconds duration{};
};

struct BuildOptions {
  bool drop_first = false;
  bool force = false;   ///< end the sessions of others
  std::string command;  ///< "db reset": what asks for consent to drop
  /// What leads from wherever this was stopped to the whole state: "aludel db init"
  std::string go_on;
};

/// Brings databases from nothing (or from where they are) to the newest state, phase by phase, each
/// for all of them before the next: look and ask for consent, drop, create, upgrade, run scripts,
/// load seeds.
/// Whatever stops it, the same call again ends well. Everything that can be known to be wrong is
/// told before the first database is dropped.
void build_databases(std::vector<BuiltDatabase>& databases, const BuildOptions& options,
                     Console& console);

}  // namespace aludel
