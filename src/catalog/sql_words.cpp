#include "catalog/sql_words.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// "my ""own""" without its quotes; [name] and `name` too.
std::string unquoted(std::string_view text) {
  const char closer = text.front() == '[' ? ']' : text.front();
  const std::string inner(text.substr(1, text.size() - 2));
  return closer == ']' ? inner : replace_all(inner, std::string(2, closer), std::string(1, closer));
}

std::string meaning(std::string_view text, TokenKind kind, const Rules& rules) {
  const bool has_prefix = text.starts_with("U&") || text.starts_with("u&");
  if (kind == TokenKind::quoted_identifier && !has_prefix) return unquoted(text);
  if (kind == TokenKind::word && !rules.folds_case) return lower(text);
  return std::string(text);
}

// Words that are no names without quotes in PostgreSQL or in SQLite, sorted.
constexpr std::array reserved = std::to_array<std::string_view>({"abort",
                                                                 "add",
                                                                 "all",
                                                                 "alter",
                                                                 "analyse",
                                                                 "analyze",
                                                                 "and",
                                                                 "any",
                                                                 "array",
                                                                 "as",
                                                                 "asc",
                                                                 "asymmetric",
                                                                 "authorization",
                                                                 "autoincrement",
                                                                 "between",
                                                                 "binary",
                                                                 "both",
                                                                 "by",
                                                                 "case",
                                                                 "cast",
                                                                 "check",
                                                                 "collate",
                                                                 "collation",
                                                                 "column",
                                                                 "commit",
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
                                                                 "default",
                                                                 "deferrable",
                                                                 "delete",
                                                                 "desc",
                                                                 "distinct",
                                                                 "do",
                                                                 "drop",
                                                                 "else",
                                                                 "end",
                                                                 "escape",
                                                                 "except",
                                                                 "exists",
                                                                 "false",
                                                                 "fetch",
                                                                 "for",
                                                                 "foreign",
                                                                 "freeze",
                                                                 "from",
                                                                 "full",
                                                                 "grant",
                                                                 "group",
                                                                 "having",
                                                                 "ilike",
                                                                 "in",
                                                                 "index",
                                                                 "initially",
                                                                 "inner",
                                                                 "insert",
                                                                 "intersect",
                                                                 "into",
                                                                 "is",
                                                                 "isnull",
                                                                 "join",
                                                                 "lateral",
                                                                 "leading",
                                                                 "left",
                                                                 "like",
                                                                 "limit",
                                                                 "localtime",
                                                                 "localtimestamp",
                                                                 "natural",
                                                                 "not",
                                                                 "nothing",
                                                                 "notnull",
                                                                 "null",
                                                                 "offset",
                                                                 "on",
                                                                 "only",
                                                                 "or",
                                                                 "order",
                                                                 "outer",
                                                                 "overlaps",
                                                                 "placing",
                                                                 "primary",
                                                                 "references",
                                                                 "returning",
                                                                 "right",
                                                                 "select",
                                                                 "session_user",
                                                                 "set",
                                                                 "similar",
                                                                 "some",
                                                                 "symmetric",
                                                                 "system_user",
                                                                 "table",
                                                                 "tablesample",
                                                                 "then",
                                                                 "to",
                                                                 "trailing",
                                                                 "transaction",
                                                                 "true",
                                                                 "union",
                                                                 "unique",
                                                                 "update",
                                                                 "user",
                                                                 "using",
                                                                 "values",
                                                                 "variadic",
                                                                 "verbose",
                                                                 "when",
                                                                 "where",
                                                                 "window",
                                                                 "with"});
static_assert(std::ranges::is_sorted(reserved));

bool needs_quotes(std::string_view name) {
  if (name.empty() || is_digit(name.front()) || name.front() == '$') return true;
  const bool plain = std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '$'; });
  return !plain || std::ranges::binary_search(reserved, name);
}

}  // namespace

bool SqlWord::is(std::string_view what) const {
  return (kind == TokenKind::word || kind == TokenKind::op) && equal_ignoring_case(text, what);
}

bool SqlWords::is(std::size_t index, std::string_view what) const {
  return index < words.size() && words[index].is(what);
}

SqlDialect dialect_of(const Rules& rules) {
  return rules.dialect == "sqlite" ? SqlDialect::sqlite : SqlDialect::postgresql;
}

SqlWords words_of(std::string_view text, const Rules& rules) {
  const SourceText source("", std::string(text));
  SqlWords result{source.text(), {}};
  try {
    Lexer lexer(source, {0, source.text().size()}, dialect_of(rules));
    while (const auto token = lexer.next()) {
      if (token->kind == TokenKind::white_space || token->kind == TokenKind::comment) continue;
      result.words.push_back(
          {token->kind, token->span, meaning(source.slice(token->span), token->kind, rules)});
    }
  } catch (const Error&) {
    result.words.clear();
  }
  return result;
}

std::string written_name(std::string_view name, const Rules& rules) {
  return needs_quotes(name) ? quote_identifier(name, dialect_of(rules)) : std::string(name);
}

std::string TextEdits::applied_to(std::string_view text) const {
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result += text.substr(at, edit.span.begin - at);
    result += edit.text;
    at = edit.span.end;
  }
  return result += text.substr(at);
}

}  // namespace aludel
