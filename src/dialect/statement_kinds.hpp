#pragma once

#include <span>
#include <string_view>

#include "dialect/evidence.hpp"

namespace aludel {

/// What a row of a dialect's table says of the statements that match its pattern.
enum class Treatment {
  autocommit,          ///< cannot run inside a transaction
  autocommit_session,  ///< neither, and its effect is on the session
  session,             ///< runs inside a transaction, its effect is on the session
  enum_value,  ///< runs inside a transaction, what it makes can be used after the COMMIT only
  ordinary,    ///< nothing special; ends the search
  begin,
  commit,
  refused,
};

/// One row of a dialect's table of statements that need care: pattern (statement_pattern.hpp) →
/// treatment → evidence. First match counts.
struct StatementKind {
  std::string_view pattern;
  Treatment treatment;
  EvidenceKind evidence = EvidenceKind::ask;
  bool without_lock_timeout = false;
  std::string_view reason = {};  ///< of a refusal
  std::string_view hint = {};
};

/// @throws Error(refused_command) at the statement's place
[[nodiscard]] StatementTraits classify_by(std::span<const StatementKind> table,
                                          const SourceText& source, const Statement& statement);

}  // namespace aludel
