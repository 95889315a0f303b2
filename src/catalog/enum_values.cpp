#include "catalog/enum_values.hpp"

#include "catalog/for_each_text.hpp"
#include "catalog/sql_names.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Where a text has 'value'::type.
std::vector<Span> mentions(const std::string& sql, const ObjectName& type, const std::string& value,
                           const Rules& rules) {
  const std::string literal = quote_literal(value, SqlDialect::sqlite);
  if (sql.find(literal) == std::string::npos) return {};
  const SqlWords words = words_of(sql, rules);
  std::vector<Span> found;
  for (std::size_t i = 0; i + 2 < words.words.size(); ++i) {
    const SqlWord& word = words.words[i];
    if (word.kind != TokenKind::string || word.text != literal || !words.is(i + 1, "::")) continue;
    const bool has_schema = i + 4 < words.words.size() && words.is(i + 3, ".");
    const Span first = words.words[i + 2].span;
    const Span last = words.words[i + (has_schema ? 4 : 2)].span;
    const auto named =
        named_object(std::string_view(sql).substr(first.begin, last.end - first.begin), rules);
    if (named && means(*named, type, rules)) found.push_back(word.span);
  }
  return found;
}

}  // namespace

std::vector<std::string> value_users(const Catalog& catalog, const ObjectName& type,
                                     const std::string& value, const Rules& rules) {
  std::vector<std::string> users;
  for_each_text(catalog, [&](const std::string& subject, const std::string& sql) {
    const bool is_told = !users.empty() && users.back() == subject;
    if (!is_told && !mentions(sql, type, value, rules).empty()) users.push_back(subject);
  });
  return users;
}

void follow_value_in_texts(Catalog& catalog, const ObjectName& type, const std::string& value,
                           const std::string& to, const Rules& rules) {
  for_each_text(catalog, [&](const std::string&, std::string& sql) {
    TextEdits edits;
    for (const Span& span : mentions(sql, type, value, rules))
      edits.edits.push_back({span, quote_literal(to, SqlDialect::sqlite)});
    if (!edits.edits.empty()) sql = edits.applied_to(sql);
  });
}

}  // namespace aludel
