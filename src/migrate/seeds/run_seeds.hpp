#pragma once

#include <string>
#include <vector>

#include "migrate/scripts/run_scripts.hpp"
#include "migrate/seeds/load_group.hpp"

namespace aludel {

struct SeedRequest {
  const std::vector<RepeatableScript>& seeds;  ///< as read_seeds orders them
  std::vector<std::string> only = {};          ///< these, with what they require; empty: all
  bool again = false;                          ///< SQL seeds also where they ran as they read now
  bool replace = false;                        ///< rows that are in no CSV file of their table go
  const RevisionGraph& graph;
  RevisionSet own;  ///< the revisions of this database
  VariableValues variables = {};
  Consent consent = {};
  std::string command;     ///< what to type to do the same again: "aludel db seed"
  std::string flags = {};  ///< as RunRequest
};

/// Rows that were in none of the files.
struct ReplacedRows {
  std::string table;
  long long deleted = 0;
};

struct SeedReport {
  std::vector<LoadedSeed> seeds;  ///< in the order in which they ran
  std::vector<ReplacedRows> replaced;
  std::vector<Loss> losses;
};

/// Loads seeds, under the migration lock: SQL as scripts run, of CSV files every time what differs
/// from the database. A file is a transaction; those whose rows need each other in a circle share
/// one. With `replace` a last transaction deletes the rows that are in none of the files, of tables
/// that refer to others first. Killed at any moment, the same call again ends the same.
/// @throws Error(bad_csv), (seed_misfit), (consent_needed), (cycle) before anything runs where that
/// can be told then; else as run_scripts, and at the row that the database refused
[[nodiscard]] SeedReport run_seeds(Session& session, const SeedRequest& request);

}  // namespace aludel
