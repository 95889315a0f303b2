#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "aludel/check.hpp"
#include "aludel/create.hpp"

namespace aludel {

/// What an application does about its database before it begins to work.
enum class StartMode {
  migrate,     ///< brings it up to date; of instances that start at once one does, the others wait
  check_only,  ///< begins only where nothing is pending
  wait_until,  ///< waits until another instance has brought it up to date
  off,         ///< does not look at it
};

/// What is done where the database is not what the models say, though nothing is pending.
enum class ModelCheck {
  no,      ///< it is not looked at
  warn,    ///< it is told in the report
  refuse,  ///< start_up throws E0002
};

struct StartOptions {
  /// None: what AUTO_MIGRATE_ON_START of the environment says (true, check, wait, false), else
  /// `migrate`.
  std::optional<StartMode> mode = std::nullopt;
  /// For all of it; zero: no limit. None: what MIGRATION_TIMEOUT says, else five minutes.
  std::optional<std::chrono::milliseconds> timeout = std::nullopt;
  std::string target = "head";  ///< of `migrate`; `heads` where several are meant
  /// True: a database that has revisions which this program lacks is begun with, and left as it is.
  /// An older instance beside a newer one, during a rolling deployment.
  bool allow_ahead = false;
  /// `migrate`: a fresh database is made straight from this end state (`create_all`), and stamped.
  /// Not owned; null: revision by revision.
  const Catalog* models = nullptr;
  /// Whether the database is compared with `models` once it is up to date, by `model_differences`.
  ModelCheck verify = ModelCheck::no;
  std::string scratch_url = {};  ///< as CheckOptions::scratch_url
  Options options = {};
};

struct StartReport {
  enum class Outcome {
    ready,   ///< the database is where the program's revisions are
    ahead,   ///< it is further; nothing was changed
    unseen,  ///< mode `off`
  };
  Outcome outcome = Outcome::ready;
  Report report = {};                         ///< what was applied by this call
  std::vector<std::string> differences = {};  ///< from the models, with ModelCheck::warn

  bool operator==(const StartReport&) const = default;
};

/// To be called at start-up. A stop that is requested, or the time's end, is one of the statement
/// that runs: what ran before it is kept, and the next start goes on.
/// @throws Error  E0701 where the database is ahead and `allow_ahead` is not set; E0001 where
/// something
///                is pending (check_only); E0504 where the time was over, E1301 where a stop was
///                requested; else as upgrade
///
/// Example:
/// ```cpp
/// const auto migrations = aludel::load_migrations("migrations/versions");
/// const aludel::StartReport started = aludel::start_up("postgresql:///shop", migrations);
/// if (started.outcome == aludel::StartReport::Outcome::ahead) std::puts("a newer one ran here");
/// ```
StartReport start_up(const Database& database, const Migrations& migrations,
                     const StartOptions& options = {});

}  // namespace aludel
