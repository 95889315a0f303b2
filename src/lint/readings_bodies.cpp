#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "lint/readings.hpp"
#include "sql/lexer.hpp"

namespace aludel::lint {

namespace {

constexpr int deepest = 3;  ///< bodies in bodies; deeper ones are not judged

/// What stands between the quotes; a plain string's doubled quotes are one.
std::string unquoted(std::string_view literal) {
  if (literal.starts_with('$')) {
    const std::size_t delimiter = literal.find('$', 1) + 1;
    return literal.size() < 2 * delimiter
               ? std::string{}
               : std::string(literal.substr(delimiter, literal.size() - 2 * delimiter));
  }
  const std::size_t begin = literal.find('\'');
  if (begin == std::string_view::npos || literal.size() < begin + 2) return {};
  return replace_all(std::string(literal.substr(begin + 1, literal.size() - begin - 2)), "''", "'");
}

std::vector<Token> tokens_of(const SourceText& source, SqlDialect dialect) {
  std::vector<Token> tokens;
  Lexer lexer(source, {0, source.text().size()}, dialect);
  while (const auto token = lexer.next()) {
    if (token->kind != TokenKind::white_space && token->kind != TokenKind::comment)
      tokens.push_back(*token);
  }
  return tokens;
}

bool begins_statement(const TokenCursor& cursor) {
  return cursor.sees_any({"DROP", "TRUNCATE", "DELETE", "ALTER", "UPDATE", "INSERT", "REPLACE",
                          "CALL", "PERFORM", "MERGE", "WITH", "SELECT"});
}

void add_may(Reader& reader, StatementEffects found) {
  for (PossibleLoss& loss : found.losses) {
    loss.may = true;
    loss.count_sql.clear();
    reader.effects.losses.push_back(std::move(loss));
  }
  for (std::string& function : found.called) reader.effects.called.push_back(std::move(function));
}

bool executes_text(const TokenCursor& cursor) {
  return cursor.sees("EXECUTE") && !cursor.sees("FUNCTION", 1) && !cursor.sees("PROCEDURE", 1) &&
         !cursor.sees("ON", 1);
}

/// What an inner statement does, as something that may happen.
void read_inner_statement(Reader& reader, const SourceText& source,
                          std::span<const Token> statement) {
  StatementEffects found;
  Reader inner{.source = source,
               .tokens = statement,
               .dialect = reader.dialect,
               .server_version = reader.server_version,
               .effects = found,
               .depth = reader.depth + 1};
  if (equal_ignoring_case(source.slice(statement.front().span), "PERFORM")) {
    found.called = called_functions(inner, statement);
  } else {
    read_statement(inner);
  }
  add_may(reader, std::move(found));
}

/// Every statement that a body holds, wherever it stands: behind BEGIN, THEN, ELSE, LOOP, IN, QUERY
/// or a semicolon. What runs is not known, so it is all "may".
void read_body_tokens(Reader& reader, const SourceText& source, std::span<const Token> tokens) {
  bool at_start = true;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    TokenCursor cursor(source, tokens.subspan(at), reader.dialect);
    if (executes_text(cursor)) {
      reader.effects.losses.push_back(
          {.kind = LossKind::not_known, .may = true, .words = "what EXECUTE runs"});
    }
    if (at_start && begins_statement(cursor)) {
      std::size_t end = at;
      while (end < tokens.size() && tokens[end].kind != TokenKind::semicolon &&
             !equal_ignoring_case(source.slice(tokens[end].span), "LOOP"))
        ++end;
      read_inner_statement(reader, source, tokens.subspan(at, end - at));
      at = end;
      at_start = true;
      continue;
    }
    const bool opens = cursor.sees_any({"BEGIN", "THEN", "ELSE", "LOOP", "ATOMIC", "IN", "QUERY"});
    at_start = opens || tokens[at].kind == TokenKind::semicolon;
  }
}

void not_judged(Reader& reader, std::string words) {
  reader.effects.losses.push_back(
      {.kind = LossKind::not_known, .may = true, .words = std::move(words)});
}

void read_body_text(Reader& reader, std::string text) {
  if (reader.depth >= deepest) return not_judged(reader, "what the innermost body does");
  try {
    const SourceText source("body", std::move(text));
    const std::vector<Token> tokens = tokens_of(source, reader.dialect);
    read_body_tokens(reader, source, tokens);
  } catch (const Error&) {  // another language, whose quotes are not SQL's
    not_judged(reader, "what its body does");
  }
}

}  // namespace

void read_block(Reader& reader) {
  bool sql = true;
  std::optional<std::string> body;
  TokenCursor cursor = reader.cursor();
  for (; !cursor.at_end(); cursor.advance()) {
    if (cursor.sees("LANGUAGE")) sql = cursor.sees("plpgsql", 1) || cursor.sees("sql", 1);
    if (!cursor.rest().empty() && cursor.rest().front().kind == TokenKind::string)
      body = unquoted(cursor.text());
  }
  if (!sql || !body) return not_judged(reader, "what this DO block does");
  read_body_text(reader, std::move(*body));
}

void read_routine(Reader& reader, const Match& match) {
  const bool trigger = reader.dialect == SqlDialect::sqlite;
  ObjectName name = match.table;
  if (trigger) {
    TokenCursor head = reader.cursor();
    head.until({"TRIGGER"});
    head.advance();
    head.accept({"IF", "NOT", "EXISTS"});
    name = head.name();
  }
  reader.effects.created.push_back({.what = ObjectClass::routine, .name = name});
  const std::size_t before = reader.effects.losses.size();
  const std::size_t calls = reader.effects.called.size();
  TokenCursor cursor = reader.cursor();
  cursor.advance(match.table_end);
  for (; !cursor.at_end(); cursor.advance()) {
    if (cursor.sees("ATOMIC") || (trigger && cursor.sees("BEGIN"))) {
      read_body_tokens(reader, reader.source, cursor.rest());
      break;
    }
    if (cursor.sees("AS") && cursor.rest().size() > 1 &&
        cursor.rest()[1].kind == TokenKind::string) {
      read_body_text(reader, unquoted(cursor.text(1)));
      break;
    }
  }
  reader.effects.called.resize(calls);
  for (std::size_t i = before; i < reader.effects.losses.size(); ++i) {
    reader.effects.losses[i].when_called = true;
  }
}

}  // namespace aludel::lint
