#pragma once

#include <optional>
#include <string>
#include <vector>

namespace aludel {

/// A view or function that a script defines anew.
struct ReplacedObject {
  enum class Kind { view, materialized_view, function };
  Kind kind = Kind::view;
  std::string name;  ///< as SQL writes it; on SQLite folded, without quotes
  /// Of a function: the CREATE statement up to its name, and behind it: only its arguments tell
  /// which one it is.
  std::string before_name = {};
  std::string behind_name = {};
  bool drop = true;  ///< false: the script drops it itself

  bool operator==(const ReplacedObject&) const = default;
};

/// A view or trigger that names what is not there.
struct Unfit {
  std::string object;      ///< "view daily"
  std::string definition;  ///< as the database keeps it
  std::string words;       ///< the database's
};

/// What replacing objects takes, all of it in one transaction: `before` drops what depends on them,
/// and themselves; `after` makes what depends on them again, as the database defined it, and gives
/// back what belonged to it (indexes, triggers, owners, rights, comments) where that is missing.
struct Rebuild {
  struct Piece {
    std::string object;  ///< "view public.daily"
    std::string sql;
    std::string shown = {};  ///< for a person; empty: `sql`

    bool operator==(const Piece&) const = default;
  };
  std::vector<Piece> before;
  std::vector<Piece> after;
  std::vector<std::string> dependents;  ///< what is dropped and made again, for a person
  std::vector<std::string> impossible;  ///< what depends on them and cannot be made again by itself
  /// What was unfit before, where replacing may make others so; none: the server lets nothing be.
  std::optional<std::vector<Unfit>> unfit;
};

}  // namespace aludel
