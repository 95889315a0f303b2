#include "dialect/postgresql/sql_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/source.hpp"
#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

// Every keyword that is not free to be a name everywhere (pg_get_keywords(), PostgreSQL 12 to 18).
constexpr auto keywords = std::to_array<std::string_view>({
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "greatest",
    "group",
    "grouping",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "json",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "lateral",
    "leading",
    "least",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "merge_action",
    "national",
    "natural",
    "nchar",
    "none",
    "normalize",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "placing",
    "position",
    "precision",
    "primary",
    "real",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "session_user",
    "setof",
    "similar",
    "smallint",
    "some",
    "substring",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
});
static_assert(std::ranges::is_sorted(keywords));

bool is_lower_word(std::string_view name) {
  if (name.empty() || is_digit(name.front())) return false;
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; });
}

std::vector<Token> tokens_of(const SourceText& source) {
  std::vector<Token> tokens;
  Lexer lexer(source, {0, source.text().size()}, SqlDialect::postgresql);
  while (const auto token = lexer.next()) {
    if (token->kind != TokenKind::white_space && token->kind != TokenKind::comment)
      tokens.push_back(*token);
  }
  return tokens;
}

int depth_change(std::string_view symbol) {
  if (symbol == "(" || symbol == "[") return 1;
  return symbol == ")" || symbol == "]" ? -1 : 0;
}

}  // namespace

std::string ident(std::string_view name) {
  if (is_lower_word(name) && !std::ranges::binary_search(keywords, name)) return std::string(name);
  return quote_identifier(name, SqlDialect::postgresql);
}

std::string qualified(const ObjectName& name) {
  return name.schema.empty() ? ident(name.name) : ident(name.schema) + "." + ident(name.name);
}

std::string ident_beside(const ObjectName& neighbour, std::string_view name) {
  return qualified(ObjectName(neighbour.schema, name));
}

std::string plain(std::string_view written) {
  if (written.size() < 2 || written.front() != '"' || written.back() != '"')
    return std::string(written);
  return replace_all(std::string(written.substr(1, written.size() - 2)), "\"\"", "\"");
}

std::string literal(std::string_view text) {
  return quote_literal(text, SqlDialect::postgresql);
}

std::string ident_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + ident(name);
  return list;
}

std::string collation_sql(std::string_view collation) {
  return collation.starts_with('"') ? std::string(collation)
                                    : quote_identifier(collation, SqlDialect::postgresql);
}

std::string option_list(const WithList& options) {
  std::string list;
  for (const auto& [name, value] : options) {
    const bool bare = !value.empty() && std::ranges::all_of(value, [](char c) {
      return is_word(c) || c == '.' || c == '-';
    });
    // Options of TOAST tables are told apart by a prefix: toast.fillfactor.
    list += (list.empty() ? "" : ", ") + qualified(ObjectName(name)) + "=" +
            (bare && !std::ranges::binary_search(keywords, lower(value)) ? value : literal(value));
  }
  return list;
}

std::string without_parentheses(std::string_view expression) {
  expression = trim(expression);
  while (expression.size() > 1 && expression.front() == '(' && expression.back() == ')') {
    const SourceText source("", std::string(expression));
    int depth = 0;
    for (const Token& token : tokens_of(source)) {
      if (token.kind == TokenKind::op) depth += depth_change(source.slice(token.span));
      if (depth == 0 && token.span.end < source.text().size()) return std::string(expression);
    }
    expression = trim(expression.substr(1, expression.size() - 2));
  }
  return std::string(expression);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  const SourceText source("", std::string(trim(text)));
  if (source.text().empty()) return parts;
  int depth = 0;
  std::size_t begin = 0;
  for (const Token& token : tokens_of(source)) {
    const std::string_view symbol = source.slice(token.span);
    if (token.kind != TokenKind::op) continue;
    depth += depth_change(symbol);
    if (symbol != "," || depth != 0) continue;
    parts.emplace_back(trim(source.slice({begin, token.span.begin})));
    begin = token.span.end;
  }
  parts.emplace_back(trim(source.slice({begin, source.text().size()})));
  return parts;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const SourceText source("", std::string(text));
  for (const Token& token : tokens_of(source)) {
    const std::string_view word = source.slice(token.span);
    words.push_back(token.kind == TokenKind::word ? lower(word) : std::string(word));
  }
  return words;
}

}  // namespace aludel::postgresql
