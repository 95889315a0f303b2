#pragma once

#include <string>
#include <vector>

#include "migrate/offline_writer.hpp"
#include "migrate/script.hpp"

namespace aludel {

/// One revision to write in one direction.
struct OfflineStep {
  std::string revision;
  std::string message;
  const Script& script;
  std::vector<std::string> rows_after;  ///< of the version table, sorted
  bool opens_transaction = true;        ///< false: an earlier step has opened the one of all
  bool closes_transaction = true;       ///< false: a later step does
};

/// Writes what run_step does: segment after segment, each with its bookkeeping.
void write_step(OfflineWriter& writer, const OfflineStep& step);

/// @throws Error with every statement of `script` that the dialect's client would take for
/// something else
void check_obstacles(const OfflineForms& forms, const Script& script);

}  // namespace aludel
