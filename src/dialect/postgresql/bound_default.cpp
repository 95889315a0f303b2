#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "dialect/postgresql/bound.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

using Kind = Type::Kind;

bool is_plain_string(std::string_view sql) {
  if (sql.size() < 2 || sql.front() != '\'' || sql.back() != '\'') return false;
  const std::string_view inside = sql.substr(1, sql.size() - 2);
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] == '\\') return false;
    if (inside[at] == '\'' && (++at == inside.size() || inside[at] != '\'')) return false;
  }
  return true;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_number(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return is_digits(text);
  return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

bool is_at_most(std::string_view digits, std::string_view limit) {
  return is_digits(digits) &&
         (digits.size() < limit.size() || (digits.size() == limit.size() && digits <= limit));
}

/// A number as the server writes a constant of the smallest type that fits: one with a sign, or
/// longer than an integer, has its type behind it.
std::string number_constant(const std::string& number, bool negative) {
  if (is_at_most(number, negative ? "2147483648" : "2147483647"))
    return negative ? "'-" + number + "'::integer" : number;
  if (is_at_most(number, negative ? "9223372036854775808" : "9223372036854775807"))
    return (negative ? "'-" : "'") + number + "'::bigint";
  if (!negative && number.find('.') != std::string::npos) return number;
  return (negative ? "'-" : "'") + number + "'::numeric";
}

bool is_iso_date(std::string_view literal_text) {
  if (literal_text.size() != 12) return false;
  for (std::size_t at = 1; at < 11; ++at) {
    if (at == 5 || at == 8 ? literal_text[at] != '-' : !is_digit(literal_text[at])) return false;
  }
  return true;
}

/// How a literal in quotes is written for a type; empty where its text may be another one then.
std::string cast_of(const Type& type, const Catalog& catalog, std::string_view literal_text) {
  if (type.dimensions > 0) {
    Type plain_array = type;
    plain_array.size.reset();  // no part of a constant
    return literal_text == "'{}'" ? type_sql(plain_array) : "";
  }
  switch (type.kind) {
    case Kind::text: return "text";
    case Kind::varchar: return "character varying";
    case Kind::character: return "bpchar";
    case Kind::json: return "json";
    case Kind::jsonb: return literal_text == "'{}'" || literal_text == "'[]'" ? "jsonb" : "";
    case Kind::date: return is_iso_date(literal_text) ? "date" : "";
    case Kind::named: return enum_of(type, catalog) != nullptr ? type.name : "";
    default: return {};
  }
}

bool is_keyword_function(const std::string& name) {
  for (const char* known : {"current_timestamp", "current_date", "current_time", "localtimestamp",
                            "localtime", "current_user", "session_user"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace

const Enum* enum_of(const Type& type, const Catalog& catalog) {
  if (type.kind != Type::Kind::named) return nullptr;
  std::vector<std::string> words = words_of(type.name);
  ObjectName name;
  if (words.size() == 3 && words[1] == ".") name = {plain(words[0]), plain(words[2])};
  if (words.size() == 1) name = {"", plain(words[0])};
  const auto found = std::ranges::find(catalog.enums, name, &Enum::name);
  return found == catalog.enums.end() ? nullptr : &*found;
}

std::optional<std::string> bound_default(std::string_view sql, const Type& type,
                                         const Catalog& before) {
  const std::string expression = without_parentheses(sql);
  const std::string word = lower(expression);
  if (word == "null") {
    if (type.kind == Kind::varchar && type.size) return "NULL::character varying";
    if (!type.size) return std::nullopt;  // a length or the like makes a cast of it
    return expression;
  }
  if (word == "true" || word == "false") return word;
  if (is_keyword_function(word)) {
    std::string upper = word;
    std::ranges::transform(upper, upper.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return upper;
  }
  const std::vector<std::string> words = words_of(expression);
  if (words.size() == 2 && words[0] == "-" && is_number(words[1]))
    return number_constant(words[1], true);
  if (words.size() == 1 && is_number(words[0])) return number_constant(words[0], false);
  if (type.kind == Kind::boolean && type.dimensions == 0 &&
      (word == "'t'" || word == "'f'" || word == "'true'" || word == "'false'"))
    return word[1] == 't' ? "true" : "false";
  if (!is_plain_string(expression)) return expression;
  const std::string cast = cast_of(type, before, expression);
  return cast.empty() ? expression : expression + "::" + cast;
}

}  // namespace aludel::postgresql
