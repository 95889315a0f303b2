#include "catalog/default_fits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/sql_names.hpp"
#include "catalog/type_meaning.hpp"

namespace aludel {

namespace {

using Kind = Type::Kind;

struct Literal {
  enum class Kind { text, number, boolean };
  Kind kind = Kind::text;
  std::string value;
};

/// 'it''s' → it's; nothing for a string with a prefix, whose escapes are its own.
std::optional<std::string> content_of(std::string_view string) {
  if (string.size() < 2 || string.front() != '\'') return std::nullopt;
  return replace_all(std::string(string.substr(1, string.size() - 2)), "''", "'");
}

/// The literal that a default is; nothing for every other expression. A server writes the type
/// behind it: 'new'::text.
std::optional<Literal> literal_in(std::string_view sql, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  const bool is_negative = words.is(0, "-");
  const std::size_t at = is_negative ? 1 : 0;
  if (at >= words.words.size()) return std::nullopt;
  if (words.words.size() > at + 1 && !words.is(at + 1, "::")) return std::nullopt;
  const SqlWord& word = words.words[at];
  if (word.kind == TokenKind::number) {
    return Literal{Literal::Kind::number, (is_negative ? "-" : "") + word.text};
  }
  if (words.is(at, "true") || words.is(at, "false")) {
    return Literal{Literal::Kind::boolean, word.text};
  }
  if (word.kind != TokenKind::string || is_negative) return std::nullopt;
  const auto content = content_of(word.text);
  if (!content) return std::nullopt;
  return Literal{Literal::Kind::text, *content};
}

/// 0x1F (SQLite, PostgreSQL 16 and later), 0b1, 0o7 and 1_000 (PostgreSQL 16 and later): which of
/// them a server takes, and for what, it says itself.
bool is_newer_number(const Literal& literal) {
  std::string_view text = literal.value;
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool has_base = text.size() > 2 && text[0] == '0' &&
                        std::string_view("xXbBoO").find(text[1]) != std::string_view::npos;
  return literal.kind == Literal::Kind::number &&
         (has_base || text.find('_') != std::string_view::npos);
}

bool is_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && read.ec != std::errc::invalid_argument &&
         read.ptr == text.data() + text.size();
}

/// Whether an integer type of `bits` can hold it; a number with a fraction is rounded.
bool is_integer_in_range(const Literal& literal, int bits) {
  std::string_view text = trim(literal.value);
  if (text.starts_with('+')) text.remove_prefix(1);
  long long value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) return false;
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (!whole) return literal.kind == Literal::Kind::number && is_number(text);
  if (bits == 64) return true;
  const long long limit = 1LL << (bits - 1);
  return value >= -limit && value < limit;
}

bool is_truth(std::string_view text) {
  constexpr std::array words{"t",  "tr",  "tru", "true", "f",  "fa", "fal", "fals", "false", "y",
                             "ye", "yes", "n",   "no",   "on", "of", "off", "1",    "0"};
  return std::ranges::any_of(words, [&](auto one) { return equal_ignoring_case(trim(text), one); });
}

bool is_moment(std::string_view text) {
  constexpr std::array words{
      "now",       "today",    "tomorrow",          "yesterday",    "epoch",       "infinity",
      "-infinity", "allballs", "current_timestamp", "current_date", "current_time"};
  return std::ranges::any_of(text, is_digit) ||
         std::ranges::any_of(words, [&](auto one) { return equal_ignoring_case(trim(text), one); });
}

bool is_uuid(std::string_view text) {
  const auto is_hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return std::ranges::count_if(text, is_hex) == 32 && std::ranges::all_of(text, [&](char c) {
           return is_hex(c) || c == '-' || c == '{' || c == '}';
         });
}

/// What is wrong with the literal for the type; empty where it fits.
std::string misfit(const Type& type, const Literal& literal, const Rules& rules) {
  const bool is_text = literal.kind == Literal::Kind::text;
  const bool is_boolean = literal.kind == Literal::Kind::boolean && rules.dialect != "sqlite";
  if (is_newer_number(literal)) return {};
  switch (type.kind) {
    case Kind::small_int:
    case Kind::integer:
    case Kind::big_int: {
      const bool narrow = rules.dialect != "sqlite";  // there every integer has 64 bits
      const int bits = !narrow || type.kind == Kind::big_int ? 64
                       : type.kind == Kind::integer          ? 32
                                                             : 16;
      if (literal.kind == Literal::Kind::boolean) return is_boolean ? "is no number" : "";
      if (is_integer_in_range(literal, bits)) return {};
      return is_number(literal.value) ? "is no integer of that size" : "is no number";
    }
    case Kind::real:
    case Kind::double_precision:
    case Kind::numeric:
      if (literal.kind == Literal::Kind::boolean) return is_boolean ? "is no number" : "";
      return is_number(literal.value) ? "" : "is no number";
    case Kind::boolean:
      if (literal.kind == Literal::Kind::number) {
        return rules.dialect == "sqlite" ? "" : "is a number, not true or false";
      }
      return !is_text || is_truth(literal.value) ? "" : "is neither true nor false";
    case Kind::varchar:
    case Kind::character:
      if (!type.size || character_count(literal.value) <= static_cast<std::size_t>(*type.size))
        return {};
      return "has more than " + counted(*type.size, "character");
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamp_tz:
      return !is_text || is_moment(literal.value) ? "" : "is no date or time";
    case Kind::uuid: return !is_text || is_uuid(literal.value) ? "" : "is no UUID";
    default: return {};
  }
}

/// What the type is called in a message.
std::string_view word_for(const Type& type) {
  switch (type.kind) {
    case Kind::small_int:
    case Kind::integer:
    case Kind::big_int: return "an integer";
    case Kind::boolean: return "a boolean";
    case Kind::varchar:
    case Kind::character: return "a text of limited length";
    case Kind::uuid: return "a UUID";
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
    case Kind::timestamp_tz: return "a date or time";
    default: return "a number";
  }
}

const Enum* enum_of(const Type& type, const Catalog& catalog, const Rules& rules) {
  if (type.kind != Kind::named || type.dimensions > 0) return nullptr;
  const auto name = named_object(type.name, rules);
  if (!name) return nullptr;
  const auto found = std::ranges::find_if(
      catalog.enums, [&](const Enum& one) { return means(*name, one.name, rules); });
  return found == catalog.enums.end() ? nullptr : &*found;
}

}  // namespace

void require_fitting_default(const Column& column, const ObjectName& table, const Catalog& catalog,
                             const Rules& rules) {
  if (!column.default_sql || column.type.dimensions > 0) return;
  const auto literal = literal_in(*column.default_sql, rules);
  if (!literal) return;
  const std::string subject = "the default " + *column.default_sql + " of column " + column.name +
                              " of table " + table.text();
  if (const Enum* values = enum_of(column.type, catalog, rules)) {
    if (std::ranges::find(values->values, literal->value) != values->values.end()) return;
    refuse(subject + " is no value of enum " + values->name.text(),
           nearest_hint(literal->value, values->values, "values"));
  }
  const Type type = meant_type(column.type);
  const std::string problem = misfit(type, *literal, rules);
  if (problem.empty()) return;
  refuse(subject + " " + problem, "the column holds " + std::string(word_for(type)) +
                                      "; give a default of that type, or none");
}

}  // namespace aludel
