#include "base/text.hpp"
#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

ObjectClass renamed_class(LossKind kind) {
  if (kind == LossKind::type) return ObjectClass::type;
  return kind == LossKind::schema ? ObjectClass::schema : ObjectClass::relation;
}

void add_renamed(Reader& reader, const Match& match, ObjectName to) {
  const TokenCursor cursor = reader.cursor();
  const bool if_exists = cursor.sees("IF", 2) || cursor.sees("IF", 3);
  reader.effects.renamed.push_back({.from = match.table,
                                    .to = std::move(to),
                                    .what = renamed_class(match.rule.loss),
                                    .if_exists = if_exists});
}

/// A schema's name, of the value of search_path; empty where it is not one that is sure.
std::string path_schema(TokenCursor cursor) {
  if (!cursor.accept("=")) cursor.accept("TO");
  if (cursor.rest().size() != 1 || cursor.sees("DEFAULT")) return {};
  std::string name = folded(cursor.text(), cursor.dialect());
  if (cursor.text().starts_with('\'')) name = cursor.text().substr(1, cursor.text().size() - 2);
  return name.find_first_of("$'\\,") == std::string::npos ? name : std::string();
}

}  // namespace

void read_rename(Reader& reader, const Match& match) {
  ObjectName to = match.table;
  to.name = folded(match.object, reader.dialect);
  add_renamed(reader, match, std::move(to));
}

void read_new_schema(Reader& reader, const Match& match) {
  ObjectName to = match.table;
  to.schema = folded(match.object, reader.dialect);
  add_renamed(reader, match, std::move(to));
}

void read_rename_column(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens);
  cursor.until({"TO"});
  cursor.advance();
  reader.effects.renamed_columns.push_back(
      {match.table, folded(match.object, reader.dialect), folded(cursor.text(), reader.dialect)});
}

/// SET and RESET of what says which objects names mean.
void read_search_path(Reader& reader) {
  TokenCursor cursor = reader.cursor();
  const bool sets = cursor.accept("SET");
  if (!sets) cursor.advance();
  if (!cursor.sees("AUTHORIZATION", 1)) {
    cursor.accept("SESSION");
    cursor.accept("LOCAL");
  }
  if (!cursor.sees_any({"SEARCH_PATH", "SCHEMA", "ROLE", "SESSION", "ALL"}) &&
      !equal_ignoring_case(cursor.text(), "\"search_path\""))
    return;
  PathChange change;
  const bool path = cursor.sees_any({"SEARCH_PATH", "SCHEMA"});
  cursor.advance();
  if (sets && path) change.schema = path_schema(cursor);
  reader.effects.path = std::move(change);
}

/// set_config('search_path', …)
void read_set_config(Reader& reader, std::span<const Token> tokens) {
  for (TokenCursor cursor = reader.cursor(tokens); !cursor.at_end(); cursor.advance()) {
    if (!cursor.sees("set_config") || !cursor.sees("(", 1)) continue;
    const std::string setting = lower(cursor.text(2));
    const bool literal = setting.starts_with('\'') && cursor.sees(",", 3);
    if (literal && setting != "'search_path'" && setting != "'role'" &&
        setting != "'session_authorization'")
      continue;
    reader.effects.path = PathChange{};
  }
}

void read_pragma(Reader& reader) {
  TokenCursor cursor = reader.cursor(reader.tokens.subspan(1));
  const std::string name = cursor.name().name;
  const bool sets = cursor.accept("=") || cursor.accept("(");
  if (name == "foreign_keys" && sets) {
    const std::string value = lower(cursor.text());
    reader.effects.foreign_keys =
        !(value == "0" || value == "off" || value == "no" || value == "false");
  }
  if (name == "foreign_key_check" || name == "integrity_check" || name == "quick_check") {
    touch(reader, ObjectName{}, Lock::none, Work::scan);
  }
  if (name == "incremental_vacuum" || (sets && name == "journal_mode"))
    touch(reader, ObjectName{}, Lock::file_exclusive);
  if (sets && (name == "user_version" || name == "application_id"))
    touch(reader, ObjectName{}, Lock::file_write);
}

}  // namespace aludel::lint
