#include <algorithm>

#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

struct Head {
  ObjectClass what = ObjectClass::relation;
  bool temporary = false;
  bool is_view = false;  ///< goes with the table that it shows
};

Head head_of(TokenCursor& cursor) {
  Head head;
  while (!cursor.at_end() &&
         !cursor.sees_any({"TABLE", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "SCHEMA"})) {
    head.temporary = head.temporary || cursor.sees_any({"TEMP", "TEMPORARY"});
    cursor.advance();
  }
  if (cursor.sees_any({"TYPE", "DOMAIN"})) head.what = ObjectClass::type;
  if (cursor.sees("SCHEMA")) head.what = ObjectClass::schema;
  head.is_view = cursor.sees("VIEW");
  cursor.advance();
  return head;
}

/// The columns between the parentheses; none where others come from elsewhere.
std::vector<WrittenColumn> columns_in(Reader& reader, std::span<const Token> tokens) {
  std::vector<WrittenColumn> columns;
  for (const auto item : split_at_commas(reader.source, tokens)) {
    TokenCursor cursor = reader.cursor(item);
    if (cursor.sees("LIKE")) return {};
    if (!cursor.sees_name() ||
        cursor.sees_any({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE"}))
      continue;
    WrittenColumn column{.name = folded(cursor.text(), reader.dialect), .type = {}};
    cursor.advance();
    column.type =
        cursor.slice(cursor.until({"NOT", "NULL", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES",
                                   "CONSTRAINT", "GENERATED", "COLLATE", "DEFAULT", "AS"}));
    columns.push_back(std::move(column));
  }
  return columns;
}

void read_select(Reader& reader, const ObjectName& name, std::span<const Token> select) {
  if (auto copy = whole_copy(reader, select, name))
    reader.effects.copied.push_back(std::move(*copy));
  add_calls(reader, select);
  read_inner(reader, select);
}

/// Foreign keys, parents, and what it is made from.
void read_definition(Reader& reader, TokenCursor cursor, Created& made) {
  const bool postgresql = reader.dialect == SqlDialect::postgresql;
  if (postgresql && cursor.accept({"PARTITION", "OF"})) {
    const ObjectName parent = cursor.name();
    touch(reader, parent, Lock::access_exclusive).question = Question::new_partition;
    reader.effects.attached.push_back({parent, made.name, false});
  } else if (cursor.sees("(")) {
    TokenCursor columns = cursor;
    made.columns = columns_in(reader, columns.parentheses());
  }
  int depth = 0;
  for (; !cursor.at_end(); cursor.advance()) {
    depth += cursor.sees("(") ? 1 : cursor.sees(")") ? -1 : 0;
    if (cursor.sees("CONFLICT") && (cursor.sees("IGNORE", 1) || cursor.sees("REPLACE", 1)))
      made.refuses_rows = true;
    if (cursor.sees("COMMIT") && cursor.sees("DROP", 1)) made.until_commit = true;
    if (postgresql && cursor.sees("REFERENCES")) {
      cursor.advance();
      ObjectName referenced = cursor.name();
      if (!referenced.empty() && referenced != made.name)
        touch(reader, std::move(referenced), Lock::share_row_exclusive);
    } else if (postgresql && cursor.sees("INHERITS") && cursor.sees("(", 1)) {
      cursor.advance();
      made.columns.clear();
      TokenCursor parents = reader.cursor(cursor.parentheses());
      for (ObjectName& parent : parents.names()) {
        reader.effects.attached.push_back({parent, made.name, false});
        touch(reader, std::move(parent), Lock::share_update_exclusive);
      }
    } else if (depth == 0 && cursor.sees("AS") &&
               (cursor.sees("SELECT", 1) || cursor.sees("TABLE", 1) || cursor.sees("WITH", 1) ||
                cursor.sees("(", 1))) {
      cursor.advance();
      return read_select(reader, made.name, cursor.rest());
    }
  }
}

}  // namespace

void read_create_table(Reader& reader) {
  TokenCursor cursor = reader.cursor();
  const Head head = head_of(cursor);
  const bool only_if_missing = cursor.accept({"IF", "NOT", "EXISTS"});
  if (head.what == ObjectClass::schema && cursor.accept("AUTHORIZATION")) cursor.accept("ROLE");
  Created made{.what = head.what,
               .name = cursor.name(),
               .only_if_missing = only_if_missing,
               .temporary = head.temporary};
  if (made.name.empty()) return;
  if (made.what == ObjectClass::relation) read_definition(reader, cursor, made);
  if (head.is_view) reader.effects.copied.clear();
  reader.effects.created.push_back(std::move(made));
}

}  // namespace aludel::lint
