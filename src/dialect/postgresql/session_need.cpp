#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/statement_pattern.hpp"

namespace aludel::postgresql {

namespace {

struct Need {
  std::string_view pattern;
  std::string_view reason;
  std::string_view hint;
};

constexpr std::string_view temporary =
    "a temporary object would stay behind in a session that is lent to others";
constexpr std::string_view prepared = "a prepared statement belongs to a session";

// First match counts; without a reason the statement may run.
constexpr std::array needs{
    Need{"CREATE [GLOBAL] [LOCAL] TEMP TABLE * ON COMMIT DROP *", {}, {}},
    Need{"CREATE [GLOBAL] [LOCAL] TEMPORARY TABLE * ON COMMIT DROP *", {}, {}},
    Need{"CREATE [GLOBAL] [LOCAL] TEMP TABLE *", temporary, "add ON COMMIT DROP"},
    Need{"CREATE [GLOBAL] [LOCAL] TEMPORARY TABLE *", temporary, "add ON COMMIT DROP"},
    Need{"CREATE [OR REPLACE] TEMP *", temporary, {}},
    Need{"CREATE [OR REPLACE] TEMPORARY *", temporary, {}},
    Need{"CREATE * pg_temp . *", temporary, {}},
    Need{"SELECT * INTO TEMP *", temporary, "CREATE TEMPORARY TABLE … ON COMMIT DROP AS SELECT …"},
    Need{"SELECT * INTO TEMPORARY *", temporary,
         "CREATE TEMPORARY TABLE … ON COMMIT DROP AS SELECT …"},
    Need{"SELECT * INTO pg_temp . *", temporary,
         "CREATE TEMPORARY TABLE … ON COMMIT DROP AS SELECT …"},
    Need{"LISTEN *", "LISTEN belongs to a session", {}},
    Need{"UNLISTEN *", "UNLISTEN belongs to a session", {}},
    Need{"PREPARE *", prepared, {}},
    Need{"EXECUTE *", prepared, {}},
    Need{"DEALLOCATE *", prepared, {}},
    Need{"DECLARE * WITH HOLD *", "a cursor WITH HOLD belongs to a session",
         "without WITH HOLD it lives until the COMMIT"},
    Need{"LOAD *", "LOAD is for a session", {}},
};

constexpr std::string_view setting = "it changes a setting of a session that is lent to others";
constexpr std::string_view advisory =
    "an advisory lock of a session would stay behind in one that is lent to others";

/// Those of a transaction have `_xact_` in their names.
bool names_session_lock(std::string_view text) {
  const std::string lowered = lower(text);
  return std::ranges::any_of(
      std::array{"pg_advisory_lock", "pg_try_advisory_lock", "pg_advisory_unlock"},
      [&](const char* name) { return lowered.find(name) != std::string::npos; });
}

/// Whether the call whose name is token `at` ends with the argument `true`.
bool is_local(const SourceText& source, const std::vector<Token>& tokens, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at + 1; i < tokens.size(); ++i) {
    const std::string_view text = source.slice(tokens[i].span);
    if (text == "(") ++depth;
    if (text == ")" && --depth == 0)
      return equal_ignoring_case(source.slice(tokens[i - 1].span), "true");
  }
  return false;
}

/// What a query calls; a definition calls nothing yet.
std::optional<SessionNeed> need_of_calls(const SourceText& source, const Statement& statement) {
  constexpr std::array queries{"(",     "select", "with", "insert", "update", "delete",
                               "merge", "values", "call", "do",     "explain"};
  const auto& tokens = statement.tokens;
  const std::string first = lower(source.slice(tokens.front().span));
  if (std::ranges::find(queries, first) == queries.end()) return std::nullopt;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view text = source.slice(tokens[i].span);
    const bool names = tokens[i].kind == TokenKind::word || first == "do";
    if (names && names_session_lock(text))
      return SessionNeed{std::string(advisory), "pg_advisory_xact_lock holds until the COMMIT"};
    if (tokens[i].kind == TokenKind::word && equal_ignoring_case(text, "set_config") &&
        !is_local(source, tokens, i)) {
      return SessionNeed{std::string(setting),
                         "with `true` as its last argument it holds until the COMMIT"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<SessionNeed> needs_session(const SourceText& source, const Statement& statement,
                                         const StatementTraits& traits) {
  if (traits.autocommit) {
    return SessionNeed{
        "it runs outside a transaction, and only inside one are other runs kept out here", {}};
  }
  for (const Need& need : needs) {
    if (!match_statement(need.pattern, source, statement).matched) continue;
    if (need.reason.empty()) return std::nullopt;
    return SessionNeed{std::string(need.reason), std::string(need.hint)};
  }
  if (auto need = need_of_calls(source, statement)) return need;
  const bool is_call = !equal_ignoring_case(source.slice(statement.tokens.front().span), "SET") &&
                       !equal_ignoring_case(source.slice(statement.tokens.front().span), "RESET");
  if (!traits.session_state || is_call) return std::nullopt;
  return SessionNeed{std::string(setting), "SET LOCAL holds until the COMMIT"};
}

}  // namespace aludel::postgresql
