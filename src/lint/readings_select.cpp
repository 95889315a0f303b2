#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

// Words that are followed by a parenthesis and call nothing.
constexpr std::array<std::string_view, 42> no_functions{
    "and",    "or",        "not",      "in",     "exists", "any",          "all",
    "some",   "values",    "using",    "on",     "as",     "when",         "then",
    "else",   "case",      "select",   "from",   "where",  "over",         "filter",
    "by",     "with",      "array",    "row",    "join",   "is",           "between",
    "like",   "returning", "distinct", "having", "limit",  "offset",       "union",
    "except", "intersect", "lateral",  "group",  "set",    "materialized", "within"};

// The server's own that throw data away, or run what their arguments say.
constexpr std::array<std::string_view, 9> losing_functions{"lo_unlink",
                                                           "lo_truncate",
                                                           "lo_truncate64",
                                                           "lo_put",
                                                           "lowrite",
                                                           "query_to_xml",
                                                           "ts_stat",
                                                           "query_to_xmlschema",
                                                           "query_to_xml_and_xmlschema"};

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

void add_calls(Reader& reader, std::span<const Token> tokens) {
  for (std::string& function : called_functions(reader, tokens)) {
    if (reader.dialect == SqlDialect::postgresql && is_in(losing_functions, function)) {
      reader.effects.losses.push_back(
          {.kind = LossKind::not_known, .may = true, .words = "what " + function + "() does"});
    }
    if (function == "set_config") read_set_config(reader, tokens);
    if (!is_in(reader.effects.called, function))
      reader.effects.called.push_back(std::move(function));
  }
}

}  // namespace aludel::lint
