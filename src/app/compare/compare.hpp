#pragma once

#include <string>
#include <vector>

#include "app/compare/hazards.hpp"
#include "app/compare/rendered_changes.hpp"
#include "app/models/scratch_state.hpp"
#include "diff/difference.hpp"
#include "diff/left_alone.hpp"
#include "diff/renames.hpp"

namespace aludel {

/// How one state becomes another one, ready to be shown, written or run.
struct ComparedStates {
  std::vector<RenderedChange> changes;  ///< in an order that runs
  std::vector<Refusal> refusals;        ///< differences that stay
  HoldsRows holds_rows;                 ///< what was found of the first state
  std::vector<Rename> renamed;          ///< by the first changes, in order
  std::vector<Rename> unclear;          ///< what may be renames, and is told as drops
  KnownState after;                     ///< what the changes make of the first state
  KnownState wanted;  ///< the second state, with what of the first one is left alone
  std::vector<std::string> not_ours;      ///< left alone: neither in models nor in revisions
  std::vector<std::string> not_compared;  ///< "virtual table notes_fts", of both states

  [[nodiscard]] bool differ() const { return !changes.empty() || !refusals.empty(); }
};

/// A rename as it is written, "users.mail=email", "users=people": with nothing behind the sign what
/// is called so is dropped, whatever else may look like it.
struct RenameWord {
  std::string from;
  std::string to;
};
[[nodiscard]] RenameWord word_of(const Rename& rename);
/// @throws Error(bad_usage) without a sign
[[nodiscard]] RenameWord parse_rename(const std::string& text);

/// Lines `-- aludel:rename users.mail=email` of SQL files.
[[nodiscard]] std::vector<RenameWord> renames_in(const std::vector<SourceText>& files,
                                                 SqlDialect dialect);

struct CompareOptions {
  std::vector<RenameWord> asked = {};    ///< each must name something of the first state
  std::vector<RenameWord> written = {};  ///< beside the models: what is done already is left out
  /// What of the first state is left as it is, though the second one says otherwise.
  LeftAlone left_alone = {};
  /// What the revisions make. Given, objects that neither they make nor the second state has are
  /// left alone. Called only where something would be dropped.
  std::function<Catalog()> history = {};
  bool online = true;  ///< tables with rows are changed in steps that let others go on
  /// Whether a table of the first state holds rows; empty: asked of the live database, else all do.
  HoldsRows holds_rows = {};
};

/// @param live  the database whose state is `from`, to be asked for sizes; null: nobody is asked
[[nodiscard]] ComparedStates compare(const KnownState& from, const KnownState& to,
                                     const Dialect& dialect, Connection* live,
                                     const CompareOptions& options = {});

}  // namespace aludel
