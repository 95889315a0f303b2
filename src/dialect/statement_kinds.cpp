#include "dialect/statement_kinds.hpp"

#include "base/code.hpp"
#include "dialect/statement_pattern.hpp"

namespace aludel {

StatementTraits classify_by(std::span<const StatementKind> table, const SourceText& source,
                            const Statement& statement) {
  StatementTraits traits;
  for (const StatementKind& kind : table) {
    const PatternMatch match = match_statement(kind.pattern, source, statement);
    if (!match.matched) continue;
    traits.evidence = kind.evidence;
    traits.without_lock_timeout = kind.without_lock_timeout;
    traits.object = match.object;
    traits.table = match.table;
    traits.if_exists_clause = kind.pattern.find("EXISTS]") != std::string_view::npos &&
                              match_statement("* IF * EXISTS *", source, statement).matched;
    switch (kind.treatment) {
      case Treatment::autocommit: traits.autocommit = true; break;
      case Treatment::autocommit_session: traits.autocommit = traits.session_state = true; break;
      case Treatment::session: traits.session_state = true; break;
      case Treatment::enum_value: traits.new_enum_value = match.string; break;
      case Treatment::ordinary: break;
      case Treatment::begin: traits.begins_transaction = true; break;
      case Treatment::commit: traits.ends_transaction = true; break;
      case Treatment::refused: {
        Diagnostic problem = diagnostic(Code::refused_command, std::string(kind.reason));
        problem.place = source.place(statement.span);
        problem.hint = kind.hint;
        throw Error(std::move(problem));
      }
    }
    return traits;
  }
  return traits;
}

}  // namespace aludel
