#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

// Functions of one row: a query with one that is not here might give fewer rows than its table has.
constexpr std::array<std::string_view, 33> row_functions{
    "abs",    "cast",    "ceil",  "coalesce", "concat", "date",  "datetime", "floor",  "format",
    "hex",    "ifnull",  "iif",   "instr",    "length", "lower", "ltrim",    "md5",    "now",
    "nullif", "printf",  "quote", "replace",  "round",  "rtrim", "strftime", "substr", "substring",
    "time",   "to_char", "trim",  "typeof",   "upper",  "json"};

bool ends_item(TokenCursor cursor) {
  if (cursor.accept("AS")) {
    cursor.advance();
  } else if (cursor.sees_name()) {
    cursor.advance();
  }
  return cursor.at_end();
}

std::string last_part(const std::string& written, SqlDialect dialect) {
  return object_name(written, dialect).name;
}

/// `t.a`, `a::type`, CAST(a AS type), coalesce(a, …), each with an alias; else nothing.
std::optional<CopiedColumn> plain_column(TokenCursor cursor) {
  const SqlDialect dialect = cursor.dialect();
  CopiedColumn copied;
  const bool cast = cursor.sees("CAST") && cursor.sees("(", 1);
  const bool filled = (cursor.sees("COALESCE") || cursor.sees("IFNULL")) && cursor.sees("(", 1);
  if (cast || filled) {
    cursor.advance();
    TokenCursor inside(cursor.source(), cursor.parentheses(), dialect);
    copied.column = last_part(inside.name_text(), dialect);
    if (cast && !inside.accept("AS")) return std::nullopt;
    if (cast) copied.cast = inside.slice(inside.rest());
    if (filled && !inside.sees(",")) return std::nullopt;
    return ends_item(cursor) && !copied.column.empty() ? std::optional(copied) : std::nullopt;
  }
  copied.column = last_part(cursor.name_text(), dialect);
  if (copied.column.empty()) return std::nullopt;
  if (cursor.accept("::")) {
    const auto type = cursor.until({"AS", "::", "+", "-", "*", "/", "||", "COLLATE"});
    copied.cast = cursor.slice(type);
  }
  return ends_item(cursor) ? std::optional(copied) : std::nullopt;
}

CopiedColumn column_of(Reader& reader, std::span<const Token> item) {
  if (auto plain = plain_column(reader.cursor(item))) return *plain;
  CopiedColumn expression;
  for (TokenCursor cursor = reader.cursor(item); !cursor.at_end(); cursor.advance()) {
    if (cursor.sees_name() && !equal_ignoring_case(cursor.before(), "AS") &&
        cursor.before() != "::" && !cursor.sees("(", 1))
      expression.words.push_back(folded(cursor.text(), reader.dialect));
  }
  return expression;
}

bool is_star(const TokenCursor& cursor, std::span<const Token> item) {
  const std::string_view text = cursor.slice(item);
  return text == "*" || (item.size() > 2 && text.ends_with(".*"));
}

/// What may stand behind the table without leaving a row out.
void pass_order(TokenCursor& cursor) {
  if (cursor.accept({"ORDER", "BY"})) {
    cursor.until({"LIMIT", "OFFSET", "FETCH", "UNION", "EXCEPT", "INTERSECT", "FOR", "WITH", "ON",
                  "RETURNING", "WINDOW"});
  }
  cursor.accept({"WITH", "DATA"});
  if (cursor.accept("RETURNING")) cursor.until({});
}

}  // namespace

std::optional<Copied> whole_copy(Reader& reader, std::span<const Token> tokens,
                                 const ObjectName& to) {
  TokenCursor cursor = reader.cursor(tokens);
  Copied copy{.from = {}, .to = to};
  if (cursor.accept("TABLE")) {
    if (cursor.sees("ONLY")) return std::nullopt;  // not the rows of its parts
    copy.from = cursor.name();
    cursor.accept("*");
    pass_order(cursor);
    return cursor.at_end() && !copy.from.empty() ? std::optional(copy) : std::nullopt;
  }
  if (!cursor.accept("SELECT") || cursor.sees("DISTINCT")) return std::nullopt;
  cursor.accept("ALL");
  const auto list = cursor.until({"FROM"});
  if (!cursor.accept("FROM") || list.empty() || cursor.sees("ONLY")) return std::nullopt;
  copy.from = cursor.name();
  if (copy.from.empty()) return std::nullopt;
  cursor.accept("*");
  if (cursor.accept("AS") ||
      (cursor.sees_name() && !cursor.sees_any({"ORDER", "WITH", "RETURNING"})))
    cursor.name();
  pass_order(cursor);
  if (!cursor.at_end()) return std::nullopt;
  for (const std::string& function : called_functions(reader, list)) {
    if (std::ranges::find(row_functions, function) == row_functions.end()) return std::nullopt;
  }
  for (TokenCursor in_list = reader.cursor(list); !in_list.at_end(); in_list.advance()) {
    if (in_list.sees("SELECT") || in_list.sees("INTO")) return std::nullopt;
  }
  for (const auto item : split_at_commas(reader.source, list)) {
    if (is_star(cursor, item)) {
      copy.columns.clear();
      return copy;
    }
    copy.columns.push_back(column_of(reader, item));
  }
  return copy;
}

}  // namespace aludel::lint
