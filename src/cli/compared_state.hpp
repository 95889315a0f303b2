#pragma once

#include <string>

#include "app/compare/compare.hpp"
#include "cli/workspace.hpp"

namespace aludel {

/// What can be compared, by the word for it: `database`, `models`, `history`, a URL, a file or
/// folder of SQL, `command:…`, or a revision as a target names it (`head`, `8f3c`, `base`).
struct ComparedState {
  std::string name;  ///< "the database", "the models": for a sentence
  KnownState state;
  std::vector<RenameWord> renames = {};  ///< that models say of themselves
};

/// Where scratch databases of the project's database may be made: `scratch_url`, else its server.
/// @param like  of SQLite only the kind counts
[[nodiscard]] ScratchPlace scratch_place(Workspace& workspace, const DatabaseUrl& like);

/// @param like  the kind of database that models and revisions are made for
/// @throws Error(no_models, bad_usage, no_scratch_database, models_refused …)
[[nodiscard]] ComparedState compared_state(Workspace& workspace, const std::string& word,
                                           const DatabaseUrl& like);

/// Two states by their words, and how the one becomes the other.
struct ComparedWords {
  ComparedState from;
  ComparedState to;
  ComparedStates found;
  DatabaseUrl like;  ///< of the kind of database that they are of

  [[nodiscard]] const Dialect& dialect() const { return dialect_for(like); }
};

/// With the renames that `--rename` and the models say; on a terminal the others are asked for,
/// where `may_ask`.
[[nodiscard]] ComparedWords compare_words(Invocation& invocation, Workspace& workspace,
                                          const std::string& from, const std::string& to,
                                          bool may_ask);

/// Whether the project says what the database should be.
[[nodiscard]] bool has_models(Workspace& workspace);
/// How `from` becomes what the models say, with what they and the settings leave alone; in plain
/// steps. @throws Error as compared_state
[[nodiscard]] ComparedStates compare_with_models(Workspace& workspace, const Arguments& arguments,
                                                 const KnownState& from, const DatabaseUrl& like);

/// What may be renames, in words for a person.
void show_unclear(Console& console, const std::vector<Rename>& unclear);
/// @throws Error(rename_unclear) where there is any
void require_clear(const std::vector<Rename>& unclear, const std::string& command);

}  // namespace aludel
