#include "migrate/variables.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const SourceText& source, Span span, std::string message, std::string hint) {
  Diagnostic problem = diagnostic(Code::undefined_placeholder, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

std::string value_of(const SourceText& source, Span span, std::string_view name, SqlDialect dialect,
                     const std::vector<Variable>& declared, const VariableValues& values) {
  const std::string key(name);
  const auto variable = std::ranges::find(declared, key, &Variable::name);
  if (variable == declared.end()) {
    std::vector<std::string> names;
    for (const Variable& each : declared) names.push_back(each.name);
    fail(source, span, "`{{" + key + "}}` is not among the variables of this file",
         did_you_mean(name, names));
  }
  const auto value = values.find(key);
  if (value == values.end())
    fail(source, span, "`{{" + key + "}}` has no value", "give it with `-x " + key + "=…`");
  switch (variable->type) {
    case VariableType::identifier: return quote_identifier(value->second, dialect);
    case VariableType::literal: return quote_literal(value->second, dialect);
    case VariableType::raw: return value->second;
  }
  return {};
}

void check_one_statement(const ScriptStatement& statement, const SourceText& source,
                         SqlDialect dialect) {
  const SourceText sent({}, statement.sql);
  if (split_statements(sent, {0, sent.text().size()}, dialect).statements.size() == 1) return;
  fail(source, statement.source.span,
       "with its variables put in this is not one statement any more",
       "a raw variable may not hold a semicolon");
}

}  // namespace

void put_in_variables(ScriptStatement& statement, const SourceText& source, SqlDialect dialect,
                      const std::vector<Variable>& declared, const VariableValues& values) {
  const Span span = statement.source.span;
  const std::string_view text = source.slice(span);
  if (declared.empty() || text.find("{{") == std::string_view::npos) {
    statement.sql = text;
    return;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = std::min(text.find("{{", at), text.size());
    statement.pieces.push_back({statement.sql.size(), span.begin + at, true});
    statement.sql += text.substr(at, open - at);
    if (open == text.size()) break;
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) {
      fail(source, {span.begin + open, span.begin + open + 2}, "this placeholder is not closed",
           "write `{{name}}`");
    }
    const Span placeholder{span.begin + open, span.begin + close + 2};
    statement.pieces.push_back({statement.sql.size(), placeholder.begin, false});
    statement.sql += value_of(source, placeholder, trim(text.substr(open + 2, close - open - 2)),
                              dialect, declared, values);
    at = close + 2;
  }
  check_one_statement(statement, source, dialect);
}

}  // namespace aludel
