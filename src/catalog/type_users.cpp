#include "catalog/type_users.hpp"

#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

bool is_of_type(const Type& type, const ObjectName& name, const Rules& rules) {
  if (type.kind != Type::Kind::named) return false;
  const auto named = named_object(type.name, rules);
  return named && means(*named, name, rules);
}

std::string of_table(const Column& column, const Table& table) {
  return "column " + column.name + " of table " + table.name.text();
}

/// Calls `see(subject, type, default)` for every column and domain. `Of` may be const.
template <typename Of, typename See>
void for_each_typed(Of& catalog, const See& see) {
  for (auto& table : catalog.tables) {
    for (auto& column : table.columns)
      see(of_table(column, table), column.type, column.default_sql);
  }
  for (auto& domain : catalog.domains) {
    see("domain " + domain.name.text(), domain.type, domain.default_sql);
  }
  for (auto& composite : catalog.composites) {
    for (auto& attribute : composite.attributes)
      see("attribute " + attribute.name + " of type " + composite.name.text(), attribute.type,
          attribute.default_sql);
  }
}

/// Where the literal begins a default: 'new' and 'new'::mood.
std::optional<Span> literal_span(const std::optional<std::string>& sql, const std::string& value,
                                 const Rules& rules) {
  if (!sql) return std::nullopt;
  const SqlWords words = words_of(*sql, rules);
  const bool is_literal = !words.words.empty() && words.words.front().kind == TokenKind::string &&
                          words.words.front().text == quote_literal(value, SqlDialect::sqlite);
  return is_literal ? std::optional(words.words.front().span) : std::nullopt;
}

/// Whether a text literal names the sequence, as in nextval('app.numbers'::regclass).
bool takes_from(const std::optional<std::string>& sql, const ObjectName& sequence,
                const Rules& rules) {
  if (!sql) return false;
  const SqlWords words = words_of(*sql, rules);
  for (std::size_t i = 0; i + 2 < words.words.size(); ++i) {
    if (!words.is(i, "nextval") || !words.is(i + 1, "(")) continue;
    const std::string_view literal = words.words[i + 2].text;
    if (words.words[i + 2].kind != TokenKind::string || literal.size() < 2) continue;
    const auto named = named_object(literal.substr(1, literal.size() - 2), rules);
    if (named && means(*named, sequence, rules)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> type_users(const Catalog& catalog, const ObjectName& type,
                                    const Rules& rules) {
  std::vector<std::string> users;
  for_each_typed(catalog, [&](std::string subject, const Type& one, const auto&) {
    if (is_of_type(one, type, rules)) users.push_back(std::move(subject));
  });
  return users;
}

std::vector<std::string> default_users(const Catalog& catalog, const ObjectName& type,
                                       const std::string& value, const Rules& rules) {
  std::vector<std::string> users;
  for_each_typed(catalog, [&](const std::string& subject, const Type& one, const auto& sql) {
    if (is_of_type(one, type, rules) && literal_span(sql, value, rules)) {
      users.push_back("the default of " + subject);
    }
  });
  return users;
}

void follow_value_rename(Catalog& catalog, const ObjectName& type, const std::string& value,
                         const std::string& to, const Rules& rules) {
  for_each_typed(catalog, [&](const std::string&, const Type& one, auto& sql) {
    const auto span = literal_span(sql, value, rules);
    if (!span || !is_of_type(one, type, rules)) return;
    sql->replace(span->begin, span->size(), quote_literal(to, SqlDialect::sqlite));
  });
}

std::vector<std::string> sequence_users(const Catalog& catalog, const ObjectName& sequence,
                                        const Rules& rules) {
  std::vector<std::string> users;
  for_each_typed(catalog, [&](const std::string& subject, const Type&, const auto& sql) {
    if (takes_from(sql, sequence, rules)) users.push_back("the default of " + subject);
  });
  return users;
}

}  // namespace aludel
