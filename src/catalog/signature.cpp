#include "catalog/signature.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace aludel {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;
constexpr std::array aliases{
    Alias{"int", "integer"},
    Alias{"int4", "integer"},
    Alias{"int8", "bigint"},
    Alias{"int2", "smallint"},
    Alias{"bool", "boolean"},
    Alias{"float8", "double precision"},
    Alias{"float", "double precision"},
    Alias{"float4", "real"},
    Alias{"decimal", "numeric"},
    Alias{"varchar", "character varying"},
    Alias{"char", "character"},
    Alias{"timestamp", "timestamp without time zone"},
    Alias{"timestamptz", "timestamp with time zone"},
    Alias{"time", "time without time zone"},
    Alias{"timetz", "time with time zone"},
};

/// Parts between commas outside of parentheses, brackets and quotes.
std::vector<std::string> arguments_in(std::string_view text) {
  std::vector<std::string> parts;
  int depth = 0;
  char quote = '\0';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      parts.emplace_back(trim(text.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  if (const auto last = trim(text.substr(begin)); !last.empty()) parts.emplace_back(last);
  return parts;
}

/// Without what stands in parentheses: numeric(12, 2) and numeric make the same signature.
std::string without_modifiers(std::string_view type) {
  std::string result;
  int depth = 0;
  for (const char c : type) {
    if (c == '(') ++depth;
    if (depth == 0) result += c;
    if (c == ')') --depth;
  }
  return result;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  for (std::string& word : split(replace_all(std::string(text), "\n", " "), ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool is_second_word_of_a_type(std::string_view word) {
  constexpr std::array words{"precision", "varying", "with", "without"};
  return std::ranges::any_of(words, [&](auto one) { return equal_ignoring_case(word, one); });
}

std::string normal_type(std::string_view type) {
  const auto words = words_in(without_modifiers(type));
  std::string text = join(words, " ");
  if (text.find('"') == std::string::npos) text = lower(text);
  const std::size_t brackets = std::min(text.find('['), text.size());
  const std::string element(trim(std::string_view(text).substr(0, brackets)));
  const auto* const alias = std::ranges::find(aliases, element, &Alias::first);
  if (alias == aliases.end()) return element + text.substr(brackets);
  return std::string(alias->second) + text.substr(brackets);
}

/// The type of one argument as declared; empty for one that only gives.
std::string type_of(std::string_view argument) {
  std::vector<std::string> words = words_in(argument);
  const auto is = [](std::string_view word, std::string_view other) {
    return equal_ignoring_case(word, other);
  };
  if (is(words.front(), "out")) return {};
  if (is(words.front(), "in") || is(words.front(), "inout") || is(words.front(), "variadic")) {
    words.erase(words.begin());
  }
  const auto end = std::ranges::find_if(
      words, [&](const std::string& word) { return is(word, "default") || word.front() == '='; });
  words.erase(end, words.end());
  const bool named = words.size() > 1 && !is_second_word_of_a_type(words[1]) &&
                     words[1].front() != '(' && words[1].front() != '[';
  if (named) words.erase(words.begin());
  return normal_type(join(words, " "));
}

}  // namespace

std::string normal_signature(std::string_view signature) {
  std::vector<std::string> types = arguments_in(signature);
  for (std::string& type : types) type = normal_type(type);
  return join(types, ", ");
}

std::string signature_of(const Function& function) {
  if (!function.signature.empty()) return normal_signature(function.signature);
  std::vector<std::string> types;
  for (const std::string& argument : arguments_in(function.arguments)) {
    if (std::string type = type_of(argument); !type.empty()) types.push_back(std::move(type));
  }
  return join(types, ", ");
}

}  // namespace aludel
