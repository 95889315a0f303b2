// What the sqlite3 shell takes for its own (its manual, "Command Line Shell For SQLite").
#include "base/text.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/lexer.hpp"

namespace aludel::sqlite {

namespace {

/// A line that holds no more than this ends a statement, as in the shells of other databases.
bool ends_statement(std::string_view token) {
  return token == "/" || equal_ignoring_case(token, "go");
}

}  // namespace

std::optional<OfflineObstacle> shell_obstacle(std::string_view sql) {
  if (sql.starts_with('.') || sql.starts_with('#')) {
    return OfflineObstacle{"the sqlite3 shell takes this line for a command of its own",
                           "it is no SQL: remove it", 0};
  }
  const SourceText source({}, std::string(sql));
  Lexer lexer(source, {0, source.text().size()}, SqlDialect::sqlite);
  std::optional<std::size_t> alone;  // the line's only token up to now, where it is one of those
  int tokens = 0;                    // of this line
  while (const auto token = lexer.next()) {
    const std::string_view piece = source.slice(token->span);
    if (token->kind == TokenKind::comment) continue;
    if (token->kind != TokenKind::white_space) {
      alone =
          ++tokens == 1 && ends_statement(piece) ? std::optional(token->span.begin) : std::nullopt;
      continue;
    }
    if (!piece.contains('\n')) continue;
    if (alone) {
      return OfflineObstacle{
          "the sqlite3 shell ends a statement at a line that holds only `" +
              std::string(source.slice({*alone, *alone + 1}) == "/" ? "/" : "go") + "`",
          "join it with the line before or after it", *alone};
    }
    tokens = 0;
  }
  return std::nullopt;
}

}  // namespace aludel::sqlite
