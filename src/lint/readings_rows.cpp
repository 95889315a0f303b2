#include <algorithm>

#include "base/text.hpp"
#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

/// The parts of `UPDATE t AS a SET … FROM … WHERE …` and `DELETE FROM t AS a USING … WHERE …` that
/// say which rows are meant.
struct RowChoice {
  std::string_view table;  ///< with ONLY and its alias
  std::string name;        ///< what its columns are qualified with
  std::string_view others;
  std::string_view condition;
};

std::string count_of(const RowChoice& choice) {
  std::string sql = "SELECT count(*) FROM " + std::string(choice.table);
  if (!choice.others.empty()) {
    // A row that the join finds twice is changed once.
    sql = "SELECT count(DISTINCT (" + choice.name + ".tableoid, " + choice.name + ".ctid)) FROM " +
          std::string(choice.table) + ", " + std::string(choice.others);
  }
  if (!choice.condition.empty()) sql += " WHERE " + std::string(choice.condition);
  return sql;
}

/// Reads from the table's name on. `list` is the word before the other tables.
RowChoice choice_at(TokenCursor& cursor, std::string_view list) {
  RowChoice choice;
  const auto begin = cursor.rest();
  const std::size_t first = cursor.position();
  cursor.accept("ONLY");
  choice.name = cursor.name_text();
  cursor.accept("*");
  const bool as = cursor.accept("AS");
  const bool ends = cursor.sees_any(
      {"SET", "USING", "WHERE", "RETURNING", "INDEXED", "NOT", "ORDER", "LIMIT", ")"});
  if (cursor.sees_name() && (as || !ends)) choice.name = cursor.name_text();
  choice.table = cursor.slice(begin.first(cursor.position() - first));
  cursor.until({"SET", list, "WHERE", "RETURNING", ")"});
  if (cursor.accept("SET")) {
    do {  // FROM is also a word of IS DISTINCT FROM
      cursor.until({list, "WHERE", "RETURNING", ")"});
      if (!cursor.sees(list) || !equal_ignoring_case(cursor.before(), "DISTINCT")) break;
      cursor.advance();
    } while (!cursor.at_end());
  }
  if (cursor.accept(list)) choice.others = cursor.slice(cursor.until({"WHERE", "RETURNING", ")"}));
  if (cursor.accept("WHERE"))
    choice.condition = cursor.slice(cursor.until({"RETURNING", ")", "ORDER", "LIMIT"}));
  return choice;
}

/// The count of an inner statement would need the WITH around it.
std::string countable(const Reader& reader, const RowChoice& choice, bool inside_with) {
  if (inside_with || choice.table.empty() || lower(choice.condition).starts_with("current of"))
    return {};
  if (!choice.others.empty() && reader.dialect == SqlDialect::sqlite) return {};
  return count_of(choice);
}

void remove_rows(Reader& reader, TokenCursor& cursor, bool inside_with) {
  const auto begin = cursor;
  TokenCursor at_name = begin;
  at_name.accept("ONLY");
  const ObjectName table = at_name.name();
  const RowChoice choice = choice_at(cursor, "USING");
  if (table.empty()) return;
  reader.effects.losses.push_back({.kind = LossKind::rows,
                                   .object = table,
                                   .count_sql = countable(reader, choice, inside_with)});
}

void change_rows(Reader& reader, TokenCursor& cursor, bool inside_with) {
  TokenCursor at_name = cursor;
  at_name.accept("ONLY");
  const ObjectName table = at_name.name();
  const RowChoice choice = choice_at(cursor, "FROM");
  if (table.empty()) return;
  reader.effects.changes.push_back({table, countable(reader, choice, inside_with)});
}

void add_calls(Reader& reader, std::span<const Token> tokens) {
  for (std::string& function : called_functions(reader, tokens))
    reader.effects.called.push_back(std::move(function));
}

/// DELETE, UPDATE and INSERT inside a WITH, at any depth.
void read_inner(Reader& reader, std::span<const Token> tokens) {
  const bool postgresql = reader.dialect == SqlDialect::postgresql;
  const Lock lock = postgresql ? Lock::row_exclusive : Lock::file_write;
  for (TokenCursor cursor = reader.cursor(tokens); !cursor.at_end(); cursor.advance()) {
    TokenCursor inner = cursor;
    const bool after_open = cursor.position() == 0 ||
                            reader.source.slice(tokens[cursor.position() - 1].span) == "(" ||
                            reader.source.slice(tokens[cursor.position() - 1].span) == ")";
    if (!after_open) continue;
    if (inner.accept({"DELETE", "FROM"})) {
      TokenCursor name = inner;
      name.accept("ONLY");
      touch(reader, name.name(), lock, Work::rows);
      remove_rows(reader, inner, true);
    } else if (inner.accept("UPDATE")) {
      TokenCursor name = inner;
      name.accept("ONLY");
      touch(reader, name.name(), lock, Work::rows);
      change_rows(reader, inner, true);
    } else if (inner.accept({"INSERT", "INTO"})) {
      touch(reader, inner.name(), lock, Work::rows);
    } else if (inner.accept({"MERGE", "INTO"})) {
      inner.accept("ONLY");
      touch(reader, inner.name(), lock, Work::rows);
      reader.effects.losses.push_back(
          {.kind = LossKind::rows, .object = {}, .may = true, .words = "rows that MERGE deletes"});
    }
  }
}

}  // namespace

void read_insert(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  const bool replaces = cursor.sees("REPLACE") || cursor.sees("REPLACE", 2);
  const bool other_conflict = cursor.sees("OR", 1);
  cursor.advance(match.table_end);
  if (cursor.accept("AS")) cursor.name();
  if (cursor.sees("(") && !cursor.sees("SELECT", 1)) cursor.parentheses();
  if (cursor.accept({"OVERRIDING"})) cursor.until({"SELECT", "VALUES", "WITH", "TABLE", "DEFAULT"});
  if (replaces) {
    reader.effects.losses.push_back(
        {.kind = LossKind::rows,
         .object = match.table,
         .may = true,
         .words = "rows of " + shown(match.table) + " that have the same key as new ones"});
  } else if (!other_conflict) {
    if (auto copy = whole_copy(reader, cursor.rest(), match.table))
      reader.effects.copied.push_back(std::move(*copy));
  }
  add_calls(reader, cursor.rest());
  read_inner(reader, cursor.rest());
}

void read_update(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.advance();
  if (cursor.accept("OR")) {
    if (cursor.sees("REPLACE")) {
      reader.effects.losses.push_back(
          {.kind = LossKind::rows,
           .object = match.table,
           .may = true,
           .words = "rows of " + shown(match.table) + " that have the same key as changed ones"});
    }
    cursor.advance();
  }
  add_calls(reader, cursor.rest());
  const auto all = cursor.rest();
  change_rows(reader, cursor, false);
  read_inner(reader, all.subspan(std::min<std::size_t>(1, all.size())));
}

void read_delete(Reader& reader, const Match&) {
  TokenCursor cursor = reader.cursor();
  cursor.advance(2);
  add_calls(reader, cursor.rest());
  remove_rows(reader, cursor, false);
}

void read_merge(Reader& reader, const Match& match) {
  const TokenCursor cursor = reader.cursor();
  for (TokenCursor at = cursor; !at.at_end(); at.advance()) {
    if (!at.sees("THEN") || !at.sees("DELETE", 1)) continue;
    reader.effects.losses.push_back(
        {.kind = LossKind::rows,
         .object = match.table,
         .may = true,
         .words = "rows of " + shown(match.table) + " that MERGE deletes"});
    break;
  }
  reader.effects.changes.push_back({match.table, {}});
  add_calls(reader, cursor.rest());
}

void read_truncate(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.advance();
  cursor.accept("TABLE");
  const std::vector<ObjectName> names = cursor.names();
  cursor.until({"CASCADE"});
  const bool cascade = cursor.sees("CASCADE");
  reader.effects.tables.clear();
  for (const ObjectName& name : names) {
    touch(reader, match.rule, name);
    reader.effects.losses.push_back(
        {.kind = LossKind::rows,
         .object = name,
         .cascade = cascade,
         .count_sql = "SELECT count(*) FROM " + quoted(name, reader.dialect)});
  }
}

void read_copy(Reader& reader) {
  TokenCursor cursor = reader.cursor();
  cursor.advance();
  const bool query = cursor.sees("(");
  TouchedTable& table = reader.effects.tables.back();
  const auto inside = query ? cursor.parentheses() : std::span<const Token>{};
  if (!query) table.name = cursor.name();
  cursor.until({"FROM", "TO"});
  if (cursor.sees("TO")) {
    table.lock = Lock::access_share;
    table.work = Work::query;
  }
  if (!query) return;
  reader.effects.tables.clear();
  add_calls(reader, inside);
  read_inner(reader, inside);
}

void read_query(Reader& reader) {
  reader.effects.tables.clear();
  add_calls(reader, reader.tokens);
  read_inner(reader, reader.tokens);
}

}  // namespace aludel::lint
