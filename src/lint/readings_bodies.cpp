#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "lint/plain_names.hpp"
#include "lint/readings.hpp"
#include "sql/lexer.hpp"

namespace aludel::lint {

namespace {

constexpr int deepest = 3;  ///< bodies in bodies; deeper ones are not judged

/// What stands between the quotes; a plain string's doubled quotes are one. Nothing where it has
/// escapes.
std::optional<std::string> unquoted(std::string_view literal) {
  if (literal.starts_with('$')) {
    const std::size_t delimiter = literal.find('$', 1) + 1;
    return literal.size() < 2 * delimiter
               ? std::optional<std::string>()
               : std::string(literal.substr(delimiter, literal.size() - 2 * delimiter));
  }
  const std::size_t begin = literal.find('\'');
  if (begin == std::string_view::npos || literal.size() < begin + 2) return std::nullopt;
  if (begin > 0 && literal.find('\\') != std::string_view::npos) return std::nullopt;
  return replace_all(std::string(literal.substr(begin + 1, literal.size() - begin - 2)), "''", "'");
}

bool begins_statement(const TokenCursor& cursor) {
  return cursor.sees_any({"DROP", "TRUNCATE", "DELETE", "ALTER", "UPDATE", "INSERT", "REPLACE",
                          "CALL", "PERFORM", "MERGE", "WITH", "SELECT", "SET", "RESET"});
}

void add_may(Reader& reader, StatementEffects found) {
  for (PossibleLoss& loss : found.losses) {
    loss.may = true;
    loss.count_sql.clear();
    if (std::ranges::find(reader.effects.losses, loss) == reader.effects.losses.end())
      reader.effects.losses.push_back(std::move(loss));
  }
  for (std::string& function : found.called) {
    if (std::ranges::find(reader.effects.called, function) == reader.effects.called.end())
      reader.effects.called.push_back(std::move(function));
  }
  std::ranges::move(found.written, std::back_inserter(reader.effects.written));
  if (found.path) reader.effects.path = PathChange{};
  if (!found.renamed.empty() || !found.renamed_columns.empty() || !found.attached.empty())
    reader.effects.moves_objects = true;
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
    add_calls(inner, statement);
  } else {
    read_statement(inner);
  }
  add_may(reader, std::move(found));
}

/// Every statement that a body holds, wherever it stands: at the beginning, behind BEGIN, THEN,
/// ELSE, LOOP, IN, QUERY or a semicolon. What runs is not known, so it is all "may".
void read_body_tokens(Reader& reader, const SourceText& source, std::span<const Token> tokens) {
  StatementEffects calls;  // also those of expressions
  Reader expressions{.source = source,
                     .tokens = tokens,
                     .dialect = reader.dialect,
                     .server_version = reader.server_version,
                     .effects = calls};
  add_calls(expressions, tokens);
  add_may(reader, std::move(calls));
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
    SourceText source("body", std::move(text));
    std::vector<Token> tokens = tokens_of(source, reader.dialect);
    if (auto plain = with_plain_names(source, tokens, reader.dialect)) {
      source = SourceText("body", std::move(*plain));
      tokens = tokens_of(source, reader.dialect);
    }
    read_body_tokens(reader, source, tokens);
  } catch (const Error&) {  // another language, whose quotes are not SQL's
    not_judged(reader, "what its body does");
  }
}

/// How the body is written, where it is not a language that can be read here.
bool is_sql(TokenCursor cursor) {
  for (; !cursor.at_end(); cursor.advance()) {
    if (!cursor.sees("LANGUAGE")) continue;
    const std::string language = lower(cursor.text(1));
    return language == "plpgsql" || language == "sql" || language == "'plpgsql'" ||
           language == "'sql'";
  }
  return true;
}

}  // namespace

std::vector<Token> tokens_of(const SourceText& source, SqlDialect dialect) {
  std::vector<Token> tokens;
  Lexer lexer(source, {0, source.text().size()}, dialect);
  while (const auto token = lexer.next()) {
    if (token->kind != TokenKind::white_space && token->kind != TokenKind::comment)
      tokens.push_back(*token);
  }
  return tokens;
}

void read_block(Reader& reader) {
  std::string_view literal;
  for (TokenCursor cursor = reader.cursor(); !cursor.at_end(); cursor.advance()) {
    const bool language = equal_ignoring_case(cursor.before(), "LANGUAGE");
    if (cursor.rest().front().kind == TokenKind::string && !language) literal = cursor.text();
  }
  const auto body = unquoted(literal);
  if (!is_sql(reader.cursor()) || !body) return not_judged(reader, "what this DO block does");
  read_body_text(reader, *body);
}

namespace {

/// What `read` finds in a body happens when it is called, not here.
template <typename Read>
void read_for_later(Reader& reader, Created made, Read read) {
  StatementEffects found;
  Reader inner{.source = reader.source,
               .tokens = reader.tokens,
               .dialect = reader.dialect,
               .server_version = reader.server_version,
               .effects = found,
               .depth = reader.depth};
  read(inner);
  for (PossibleLoss& loss : found.losses) {
    loss.when_called = true;
    reader.effects.losses.push_back(std::move(loss));
  }
  made.calls = std::move(found.called);
  made.writes = std::move(found.written);
  made.moves_objects = found.moves_objects || found.path;
  reader.effects.created.push_back(std::move(made));
}

unsigned event_at(const TokenCursor& cursor) {
  if (cursor.sees("INSERT")) return inserts;
  if (cursor.sees("UPDATE")) return updates;
  if (cursor.sees("DELETE")) return deletes;
  return cursor.sees("TRUNCATE") ? empties : 0U;
}

/// Of CREATE TRIGGER: behind its name, before the ON of its table.
unsigned events_before_on(TokenCursor cursor) {
  cursor.until({"TRIGGER"});
  unsigned events = 0;
  for (; !cursor.at_end() && !cursor.sees("ON"); cursor.advance()) events |= event_at(cursor);
  return events;
}

/// The body, from AS or BEGIN on.
void read_routine_body(Reader& reader, TokenCursor cursor, bool trigger) {
  for (; !cursor.at_end(); cursor.advance()) {
    if (cursor.sees("ATOMIC") || (trigger && cursor.sees("BEGIN")))
      return read_body_tokens(reader, reader.source, cursor.rest());
    if (cursor.sees("RETURN") && !cursor.sees("NULL", 1)) return add_calls(reader, cursor.rest());
    if (!cursor.sees("AS") || cursor.rest().size() < 2 ||
        cursor.rest()[1].kind != TokenKind::string)
      continue;
    const auto body = unquoted(cursor.text(1));
    if (!body || !is_sql(reader.cursor())) return not_judged(reader, "what its body does");
    return read_body_text(reader, *body);
  }
}

}  // namespace

void read_routine(Reader& reader, const Match& match) {
  const bool trigger = reader.dialect == SqlDialect::sqlite;
  ObjectName name = match.table;
  if (trigger) {
    TokenCursor head = reader.cursor();
    head.until({"TRIGGER"});
    head.advance();
    head.accept({"IF", "NOT", "EXISTS"});
    name = {"", "trigger " + head.name().name};
    head.until({"ON", "BEGIN"});  // OF columns stand before
    const unsigned events = events_before_on(reader.cursor());
    if (head.accept("ON"))
      reader.effects.fires.push_back({.table = head.name(), .events = events, .routine = name});
  }
  TokenCursor cursor = reader.cursor();
  cursor.advance(match.table_end);
  read_for_later(reader, {.what = ObjectClass::routine, .name = std::move(name)},
                 [&](Reader& inner) { read_routine_body(inner, cursor, trigger); });
}

/// CREATE TRIGGER … ON table … EXECUTE FUNCTION f()
void read_trigger(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.until({"EXECUTE"});
  cursor.advance(2);
  reader.effects.fires.push_back({.table = match.table,
                                  .events = events_before_on(reader.cursor()),
                                  .routine = cursor.name()});
}

/// CREATE RULE name AS ON event TO table [WHERE …] DO [ALSO | INSTEAD] …
void read_rule(Reader& reader, const Match& match) {
  const ObjectName name("", "rule " + folded(match.object, reader.dialect));
  TokenCursor event = reader.cursor();
  event.until({"ON"});
  event.advance();
  reader.effects.fires.push_back(
      {.table = match.table, .events = event_at(event), .routine = name});
  TokenCursor cursor = reader.cursor();
  cursor.until({"DO"});
  read_for_later(reader, {.what = ObjectClass::routine, .name = name}, [&](Reader& inner) {
    cursor.advance();
    if (!cursor.accept("ALSO")) cursor.accept("INSTEAD");
    const auto actions = cursor.sees("(") ? cursor.parentheses() : cursor.rest();
    read_body_tokens(inner, inner.source, actions);
  });
}

}  // namespace aludel::lint

namespace aludel {

StatementEffects effects_of_body(std::string body, SqlDialect dialect, int server_version) {
  StatementEffects effects;
  const SourceText none("body", "");
  lint::Reader reader{.source = none,
                      .tokens = {},
                      .dialect = dialect,
                      .server_version = server_version,
                      .effects = effects};
  lint::read_body_text(reader, std::move(body));
  return effects;
}

}  // namespace aludel
