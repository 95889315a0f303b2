// What psql would read otherwise than the server does (its manual, "SQL Interpolation").
#include <algorithm>

#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "sql/lexer.hpp"

namespace aludel::postgresql {

namespace {

/// What may follow the colon of a psql variable: :name, :'name', :"name", :{?name}.
bool begins_variable(char c) {
  return is_word(c) || c == '\'' || c == '"' || c == '{' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string for_psql(std::string_view sql) {
  const SourceText source({}, std::string(sql));
  const std::string& text = source.text();
  std::string result;
  Lexer lexer(source, {0, text.size()}, SqlDialect::postgresql);
  while (const auto token = lexer.next()) {
    const std::string_view piece = source.slice(token->span);
    result += piece;
    if (piece == ":" && token->span.end < text.size() && begins_variable(text[token->span.end]))
      result += ' ';
  }
  return result;
}

std::string dollar_quoted(std::string_view text) {
  std::string tag = "$aludel$";
  for (int i = 1; text.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos; ++i)
    tag = "$aludel" + std::to_string(i) + "$";
  return tag + std::string(text) + tag;
}

}  // namespace aludel::postgresql
