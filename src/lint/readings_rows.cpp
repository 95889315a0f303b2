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

/// Writing to the catalog itself changes what is there.
void add_catalog(Reader& reader, const ObjectName& table) {
  const bool catalog =
      reader.dialect == SqlDialect::sqlite
          ? table.name == "sqlite_master" || table.name == "sqlite_schema"
          : table.schema == "pg_catalog" || (table.schema.empty() && table.name.starts_with("pg_"));
  if (!catalog) return;
  reader.effects.losses.push_back(
      {.kind = LossKind::not_known, .may = true, .words = "what is changed in " + shown(table)});
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
  add_catalog(reader, table);
  reader.effects.changes.push_back({table, countable(reader, choice, inside_with)});
}

void add_written(Reader& reader, const ObjectName& table, unsigned events) {
  if (!table.empty()) reader.effects.written.push_back({table, events});
}

ObjectName name_at(TokenCursor cursor) {
  cursor.accept("ONLY");
  return cursor.name();
}

/// Of INSERT OR REPLACE, UPDATE OR REPLACE: `which` rows have the keys.
void add_replaced(Reader& reader, const ObjectName& table, const std::string& which) {
  reader.effects.losses.push_back(
      {.kind = LossKind::rows,
       .object = table,
       .may = true,
       .words = "rows of " + shown(table) + " that have the same key as " + which + " ones"});
}

void add_merge(Reader& reader, const ObjectName& table, TokenCursor cursor) {
  for (; !cursor.at_end(); cursor.advance()) {
    if (!cursor.sees("THEN") || !cursor.sees("DELETE", 1)) continue;
    reader.effects.losses.push_back({.kind = LossKind::rows,
                                     .object = table,
                                     .may = true,
                                     .words = "rows of " + shown(table) + " that MERGE deletes"});
    return;
  }
}

std::vector<std::string> column_names(Reader& reader, std::span<const Token> list) {
  std::vector<std::string> names;
  for (const auto item : split_at_commas(reader.source, list)) {
    std::string name =
        item.empty() ? std::string() : std::string(reader.source.slice(item[0].span));
    if (name.starts_with('\'') && name.size() > 1)
      name = '"' + name.substr(1, name.size() - 2) + '"';
    names.push_back(folded(name, reader.dialect));
  }
  return names;
}

}  // namespace

void read_inner(Reader& reader, std::span<const Token> tokens) {
  const bool postgresql = reader.dialect == SqlDialect::postgresql;
  const Lock lock = postgresql ? Lock::row_exclusive : Lock::file_write;
  for (TokenCursor cursor = reader.cursor(tokens); !cursor.at_end(); cursor.advance()) {
    TokenCursor inner = cursor;
    if (cursor.position() > 0 && cursor.before() != "(" && cursor.before() != ")") continue;
    if (inner.accept({"DELETE", "FROM"})) {
      touch(reader, name_at(inner), lock, Work::rows);
      add_written(reader, name_at(inner), deletes);
      remove_rows(reader, inner, true);
    } else if (inner.accept("UPDATE")) {
      const bool replaces = inner.sees("OR") && inner.sees("REPLACE", 1);
      if (inner.accept("OR")) inner.advance();
      const ObjectName table = name_at(inner);
      touch(reader, table, lock, Work::rows);
      add_written(reader, table, replaces ? updates | deletes : updates);
      if (replaces) add_replaced(reader, table, "changed");
      change_rows(reader, inner, true);
    } else if (inner.sees_any({"INSERT", "REPLACE"})) {
      const bool replaces = inner.sees("REPLACE") || inner.sees("REPLACE", 2);
      inner.until({"INTO", "("});
      if (!inner.accept("INTO")) continue;
      const ObjectName table = inner.name();
      touch(reader, table, lock, Work::rows);
      add_written(reader, table, inserts | updates | (replaces ? deletes : 0U));
      if (replaces) add_replaced(reader, table, "new");
    } else if (inner.accept({"MERGE", "INTO"})) {
      const ObjectName table = name_at(inner);
      touch(reader, table, lock, Work::rows);
      add_written(reader, table, inserts | updates | deletes);
      add_merge(reader, table, inner);
    }
  }
}

void read_insert(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  const bool replaces = cursor.sees("REPLACE") || cursor.sees("REPLACE", 2);
  bool may_be_copy = !cursor.sees("OR", 1) && !replaces;
  cursor.advance(match.table_end);
  if (cursor.accept("AS")) cursor.name();
  std::vector<std::string> targets;
  if (cursor.sees("(") && !cursor.sees("SELECT", 1))
    targets = column_names(reader, cursor.parentheses());
  if (cursor.accept("OVERRIDING")) {
    if (cursor.sees("USER")) may_be_copy = false;  // keys are made anew
    cursor.until({"SELECT", "VALUES", "WITH", "TABLE", "DEFAULT"});
  }
  TokenCursor conflict = cursor;
  conflict.until({"CONFLICT"});
  add_written(reader, match.table,
              inserts | (conflict.at_end() ? 0U : updates) | (replaces ? deletes : 0U));
  if (replaces) add_replaced(reader, match.table, "new");
  if (may_be_copy) {
    if (auto copy = whole_copy(reader, cursor.rest(), match.table)) {
      copy->targets = std::move(targets);
      reader.effects.copied.push_back(std::move(*copy));
    }
  }
  add_catalog(reader, match.table);
  add_calls(reader, cursor.rest());
  read_inner(reader, cursor.rest());
}

void read_update(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.advance();
  add_written(reader, match.table, cursor.sees("REPLACE", 1) ? updates | deletes : updates);
  if (cursor.accept("OR")) {
    if (cursor.sees("REPLACE")) add_replaced(reader, match.table, "changed");
    cursor.advance();
  }
  add_calls(reader, cursor.rest());
  const auto all = cursor.rest();
  change_rows(reader, cursor, false);
  read_inner(reader, all.subspan(std::min<std::size_t>(1, all.size())));
}

void read_delete(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  add_written(reader, match.table, deletes);
  cursor.advance(2);
  add_calls(reader, cursor.rest());
  remove_rows(reader, cursor, false);
}

void read_merge(Reader& reader, const Match& match) {
  const TokenCursor cursor = reader.cursor();
  add_merge(reader, match.table, cursor);
  add_written(reader, match.table, inserts | updates | deletes);
  reader.effects.changes.push_back({match.table, {}});
  add_calls(reader, cursor.rest());
}

void read_truncate(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.advance();
  cursor.accept("TABLE");
  TokenCursor end = cursor;
  end.until({"CASCADE"});
  const bool cascade = end.sees("CASCADE");
  reader.effects.tables.clear();
  do {
    const bool only = cursor.accept("ONLY");
    const ObjectName name = cursor.name();
    if (name.empty()) break;
    cursor.accept("*");
    touch(reader, match.rule, name);
    add_written(reader, name, empties);
    reader.effects.losses.push_back({.kind = LossKind::rows,
                                     .object = name,
                                     .cascade = cascade,
                                     .truncates = true,
                                     .count_sql = std::string("SELECT count(*) FROM ") +
                                                  (only ? "ONLY " : "") +
                                                  quoted(name, reader.dialect)});
  } while (cursor.accept(","));
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
  } else if (!query) {
    add_written(reader, table.name, inserts);
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
