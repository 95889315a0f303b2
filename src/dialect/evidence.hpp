#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "sql/token.hpp"

namespace aludel {

/// How to find out whether an autocommit statement was applied, when the program ended between its
/// begin and its end.
enum class EvidenceKind {
  ask,        ///< nothing tells: a person decides
  run_again,  ///< running it twice does no harm
  create_index,
  drop_index,
  reindex,
  detach_partition,
  add_enum_value,
  create_database,
  drop_database,
};

struct StatementTraits {
  bool autocommit = false;  ///< cannot run inside a transaction
  EvidenceKind evidence = EvidenceKind::ask;
  bool without_lock_timeout = false;  ///< a timeout would leave an INVALID index behind
  bool session_state =
      false;  ///< its effect is on the session: it is repeated when a later session goes on
  bool begins_transaction = false;
  bool ends_transaction = false;
  /// ALTER TYPE … ADD VALUE: the literal that cannot be used before the transaction is committed;
  /// empty otherwise.
  std::string new_enum_value;
  /// Names taken from the statement as written there, for the evidence: the index, table, type or
  /// database; empty otherwise.
  std::string object;
  std::string table;
  bool if_exists_clause = false;  ///< IF [NOT] EXISTS: success proves nothing

  bool operator==(const StatementTraits&) const = default;
};

enum class Verdict {
  applied,      ///< it is done
  not_applied,  ///< run it (again)
  unknown,      ///< a person decides
};

struct Evidence {
  Verdict verdict = Verdict::unknown;
  std::string finding;                ///< what was seen, in words
  std::vector<std::string> clean_up;  ///< statements to run first, each by itself: they remove what
                                      ///< a broken attempt left, or finish it
};

}  // namespace aludel
