#pragma once

#include <optional>
#include <vector>

#include "app/models/rights.hpp"
#include "app/scratch/scratch_database.hpp"
#include "base/source.hpp"
#include "dialect/objects.hpp"
#include "migrate/run.hpp"

namespace aludel {

/// What a database holds, or would hold, and the version of the server that said so.
struct KnownState {
  Inspected objects;
  int server_version = 0;
  std::optional<Rights> rights = {};  ///< none: they are not compared
};

/// Whether owners and default privileges are compared, too.
enum class WithRights { no, yes };

/// How a session on a scratch database is opened: it tells nothing, and its version table is where
/// the session looks first.
[[nodiscard]] SessionOptions options_for_scratch(SessionOptions options,
                                                 const DatabaseUrl& scratch);

/// What is in a database, but for Aludel's own tables.
[[nodiscard]] KnownState state_of(Session& session, WithRights rights = WithRights::no);

// What a database would hold is found out in a scratch database: executed there and inspected, so
// that the server itself writes types, defaults and expressions as it does for a live one.
// `options` are those that sessions of the project's database are opened with; their URL does not
// count. All throw Error(no_scratch_database), or as connecting does.

/// @param files  SQL; as execute_models takes them
/// @throws Error as execute_models
[[nodiscard]] KnownState state_of_models(const ScratchPlace& place, SessionOptions options,
                                         const std::vector<SourceText>& files,
                                         WithRights rights = WithRights::no);

/// @param models  in C++
/// @throws Error(bad_operation, statement_refused)
[[nodiscard]] KnownState state_of_models(const ScratchPlace& place, SessionOptions options,
                                         const Catalog& models);

/// What the revisions make, up to each of `targets`; those of `request` do not count.
/// @throws Error as run
[[nodiscard]] KnownState state_of_history(const ScratchPlace& place, SessionOptions options,
                                          RunRequest request,
                                          const std::vector<std::string>& targets,
                                          WithRights rights = WithRights::no);

}  // namespace aludel
