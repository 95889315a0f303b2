#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sql/token.hpp"

namespace aludel {

struct SplitResult {
  std::vector<Statement> statements;
  /// Every comment and psql_command token of the range, in order: directives stand in comments.
  std::vector<Token> comments;
  /// Where reading stopped: the end of the range, or the first byte of the token that `stop_at`
  /// answered true for.
  std::size_t end = 0;
};

/// Cuts `range` of `source` into statements by the rules of `dialect`.
///
/// `stop_at` (may be null) is asked for each comment that begins a line (blanks may stand before
/// it); when it answers true, reading ends before that comment (a revision's next section). It is
/// asked inside a statement too, which then ends there: the last statement of a section needs no
/// semicolon either. Inside a body or parenthesis that is an error.
///
/// @throws Error (cannot_split) at the place where an unterminated string, comment, dollar quote,
/// block, parenthesis or
///         COPY data *opens*, at a NUL byte, and at a control character outside of strings and
///         comments; (refused_command) for a psql command other than \restrict and \unrestrict.
/// Linear in the size of the range. Thread-safe: pure.
[[nodiscard]] SplitResult split_statements(const SourceText& source, Span range, SqlDialect dialect,
                                           bool (*stop_at)(std::string_view comment) = nullptr);

/// Writes `name` as an identifier that means exactly `name`: "name", with quotes doubled (`name` in
/// MariaDB).
[[nodiscard]] std::string quote_identifier(std::string_view name, SqlDialect dialect);
/// Writes `value` as a string literal: 'value', with quotes doubled; E'…' on PostgreSQL where it
/// holds a backslash. Backslashes are doubled where they escape (PostgreSQL's E'…', MariaDB).
[[nodiscard]] std::string quote_literal(std::string_view value, SqlDialect dialect);

}  // namespace aludel
