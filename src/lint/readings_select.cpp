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

// Words that are followed by a parenthesis and call nothing.
constexpr std::array<std::string_view, 42> no_functions{
    "and",    "or",        "not",      "in",     "exists", "any",          "all",
    "some",   "values",    "using",    "on",     "as",     "when",         "then",
    "else",   "case",      "select",   "from",   "where",  "over",         "filter",
    "by",     "with",      "array",    "row",    "join",   "is",           "between",
    "like",   "returning", "distinct", "having", "limit",  "offset",       "union",
    "except", "intersect", "lateral",  "group",  "set",    "materialized", "within"};

template <typename Table>
bool is_in(const Table& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

}  // namespace

std::vector<std::string> called_functions(Reader& reader, std::span<const Token> tokens) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool name =
        tokens[i].kind == TokenKind::word || tokens[i].kind == TokenKind::quoted_identifier;
    if (!name || reader.source.slice(tokens[i + 1].span) != "(") continue;
    std::string function = folded(reader.source.slice(tokens[i].span), reader.dialect);
    if (tokens[i].kind == TokenKind::word && is_in(no_functions, function)) continue;
    if (std::ranges::find(names, function) == names.end()) names.push_back(std::move(function));
  }
  return names;
}

std::optional<Copied> whole_copy(Reader& reader, std::span<const Token> tokens,
                                 const ObjectName& to) {
  TokenCursor cursor = reader.cursor(tokens);
  Copied copy{.from = {}, .to = to, .columns = {}};
  if (cursor.accept("TABLE")) {
    cursor.accept("ONLY");
    copy.from = cursor.name();
    return cursor.at_end() && !copy.from.empty() ? std::optional(copy) : std::nullopt;
  }
  if (!cursor.accept("SELECT") || cursor.sees("DISTINCT")) return std::nullopt;
  cursor.accept("ALL");
  const auto list = cursor.until({"FROM"});
  if (!cursor.accept("FROM") || list.empty()) return std::nullopt;
  cursor.accept("ONLY");
  copy.from = cursor.name();
  if (copy.from.empty()) return std::nullopt;
  if (cursor.accept("AS") || (cursor.sees_name() && !cursor.sees_any({"ORDER", "WITH"})))
    cursor.name();
  if (cursor.accept({"ORDER", "BY"}))
    cursor.until({"LIMIT", "OFFSET", "FETCH", "UNION", "EXCEPT", "INTERSECT", "FOR"});
  if (cursor.accept({"WITH", "DATA"})) cursor.until({});
  if (!cursor.at_end()) return std::nullopt;
  for (const std::string& function : called_functions(reader, list)) {
    if (!is_in(row_functions, function)) return std::nullopt;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string_view text = reader.source.slice(list[i].span);
    if (equal_ignoring_case(text, "SELECT")) return std::nullopt;  // a query of its own
    const bool star = text == "*" &&
                      (i + 1 == list.size() || reader.source.slice(list[i + 1].span) == ",") &&
                      (i == 0 || reader.source.slice(list[i - 1].span) == "," ||
                       reader.source.slice(list[i - 1].span) == ".");
    if (star) {
      copy.columns.clear();
      return copy;
    }
    if (list[i].kind == TokenKind::word || list[i].kind == TokenKind::quoted_identifier)
      copy.columns.push_back(folded(text, reader.dialect));
  }
  return copy;
}

}  // namespace aludel::lint
