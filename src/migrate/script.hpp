#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.hpp"
#include "migrate/batched.hpp"
#include "migrate/said.hpp"
#include "revision/section.hpp"

namespace aludel {

/// Values of `-x name=value`.
using VariableValues = std::map<std::string, std::string>;

/// A statement as it is sent, and where it comes from.
struct ScriptStatement {
  Statement source;  ///< in the revision's text
  std::string sql;   ///< with variables put in
  StatementTraits traits;
  int number = 0;  ///< from 1 in its section; verify queries have none
  /// Of a revision in C++: rows that go with it and are no part of the text. Null: none.
  std::shared_ptr<const CellRows> rows = {};

  /// Where the bytes of `sql` from `sent` on come from; only where variables were put in.
  struct Piece {
    std::size_t sent = 0;
    std::size_t source = 0;
    bool verbatim = true;  ///< false: the value of a variable, all of it stands for one placeholder
  };
  std::vector<Piece> pieces;

  /// Offset in the revision's text of byte `sent` of `sql`.
  [[nodiscard]] std::size_t source_offset(std::size_t sent) const;
  /// Offset in `sql` of byte `source` of the revision's text, which must not be inside a
  /// placeholder.
  [[nodiscard]] std::size_t sent_offset(std::size_t source) const;
};

/// `statement` with `text`, which no file has, put in at byte `at` of its `sql`.
[[nodiscard]] ScriptStatement with_insertion(const ScriptStatement& statement, std::size_t at,
                                             const std::string& text);

/// `statement` with `condition` where `:batch` stands, and its places in the file.
[[nodiscard]] ScriptStatement with_condition(const ScriptStatement& statement,
                                             const Batched& batched, const std::string& condition);

/// What runs as one: a transaction, a single statement that cannot run inside one, or a single
/// statement in many transactions, one a batch.
struct Segment {
  bool autocommit = false;
  std::optional<Batched> batched;
  std::vector<ScriptStatement> statements;  ///< exactly one when autocommit or batched
  std::string digest;
};

/// One direction of a revision, cut for execution.
struct Script {
  SourceText source;
  Direction direction = Direction::up;
  std::vector<Segment> segments;        ///< at least one; it may be empty
  std::vector<ScriptStatement> verify;  ///< run at the end of the last segment
  Timeouts timeouts;
  std::optional<std::string> allow_data_loss;  ///< the reason why it may lose data
  std::string upgrade_digest;                  ///< empty where the file has no such section
  std::string downgrade_digest;
  std::string text;               ///< of this direction's section
  bool changes_session = false;   ///< a statement sets roles or settings
  bool is_derived = false;        ///< a way back that nobody wrote
  bool foreign_keys_off = false;  ///< SQLite: set before each of its transactions
  /// What an upgrade in C++ would be taken back by, where that was derived; kept with its text.
  std::string way_back;
  /// What an upgrade in C++ says; none where that may not be what runs.
  std::optional<Said> said;
  /// It stands behind SQL that nobody can follow: what it does is told when its turn comes.
  bool at_its_turn = false;
  bool may_change_role =
      false;  ///< it holds more than plain DDL and DML: it may act as somebody else
  int statement_count = 0;

  [[nodiscard]] const std::string& digest() const {
    return direction == Direction::up ? upgrade_digest : downgrade_digest;
  }
};

/// Cuts the section of `direction` into segments: what can run inside a transaction always does.
/// @throws Error(refused_command, bad_directive, undefined_placeholder, cannot_split,
/// not_there_yet) at its place,
///         (not_reversible, no_section_for_dialect) without one
[[nodiscard]] Script compile_script(RevisionBody body, Direction direction, const Dialect& dialect,
                                    int server_version, const VariableValues& variables);

}  // namespace aludel
