#include "db/redact.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "db/url_parameters.hpp"
#include "db/url_parts.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_scheme_character(char c) {
  return is_word(c) || c == '+' || c == '-' || c == '.';
}

std::size_t end_of_token(std::string_view text, std::size_t from) {
  while (from < text.size() && !is_space(text[from])) ++from;
  return from;
}

/// End of the value that begins at `from`, by the rules of libpq's key=value text: quoted, or up to
/// a blank; \ escapes.
std::size_t end_of_value(std::string_view text, std::size_t from) {
  const char quote =
      from < text.size() && (text[from] == '\'' || text[from] == '"') ? text[from] : '\0';
  for (std::size_t i = quote == '\0' ? from : from + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (quote == '\0' ? is_space(text[i]) : text[i] == quote) {
      return quote == '\0' ? i : i + 1;
    }
  }
  return text.size();
}

/// Hides the values of names that are secrets; what is hidden already stays as it is.
std::string without_secret_values(std::string_view text) {
  std::string result;
  std::size_t shown = 0;
  for (std::size_t equals = text.find('='); equals != npos; equals = text.find('=', equals + 1)) {
    std::size_t name_end = equals;
    while (name_end > shown && is_space(text[name_end - 1])) --name_end;
    std::size_t name_begin = name_end;
    while (name_begin > shown && is_word(text[name_begin - 1])) --name_begin;
    if (!is_secret_parameter(text.substr(name_begin, name_end - name_begin))) continue;
    std::size_t value = equals + 1;
    while (value < text.size() && is_space(text[value])) ++value;
    const std::size_t value_end = end_of_value(text, value);
    if (value == value_end || text.substr(value).starts_with("***")) continue;
    result.append(text.substr(shown, value - shown)).append("***");
    shown = value_end;
    equals = value_end - 1;
  }
  return result.append(text.substr(shown));
}

std::string without_url_passwords(std::string_view text) {
  std::string result;
  std::size_t shown = 0;
  for (std::size_t mark = text.find("://"); mark != npos; mark = text.find("://", shown)) {
    const std::size_t end = end_of_token(text, mark);
    const std::string_view url = text.substr(shown, end - shown);
    result += url_without_password(url, take_apart(url));
    shown = end;
  }
  return result.append(text.substr(shown));
}

bool begins_with_scheme(std::string_view text) {
  const std::size_t mark = text.find("://");
  return mark != npos && std::ranges::all_of(text.substr(0, mark), is_scheme_character);
}

/// "password", "DB_TOKEN", "--api-key", "Authorization"; `name` is a word with its dashes.
bool is_name_of_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 7> endings{
      "token", "key", "authorization", "credential", "credentials", "pass", "secrets"};
  const std::string lowered = lower(name);
  return is_secret_parameter(name) || std::ranges::any_of(endings, [&](std::string_view ending) {
           if (!lowered.ends_with(ending)) return false;
           // "monkey" is no key: the ending stands alone, or behind a `_` or `-`.
           const std::size_t before = lowered.size() - ending.size();
           return before == 0 || !is_word(lowered[before - 1]) || lowered[before - 1] == '_';
         });
}

/// Where a secret begins that is said in one of the usual forms; `npos`: nowhere.
std::size_t find_said_secret(std::string_view line) {
  const auto is_name = [](char c) { return is_word(c) || c == '-'; };
  for (std::size_t begin = 0; begin < line.size();) {
    if (!is_name(line[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < line.size() && is_name(line[end])) ++end;
    const std::string_view name = line.substr(begin, end - begin);
    std::size_t value = end;
    while (value < line.size() && (is_space(line[value]) || line[value] == '"' ||
                                   line[value] == '\'' || line[value] == ']'))
      ++value;
    const bool assigned = value < line.size() && (line[value] == '=' || line[value] == ':');
    const bool option = name.starts_with('-') && value > end;
    const bool scheme = (name == "Bearer" || name == "Basic") && value > end;
    if (scheme || (is_name_of_a_secret(name) && (assigned || option)))
      return value + (assigned ? 1 : 0);
    begin = end;
  }
  return npos;
}

}  // namespace

std::string redacted(std::string_view text) {
  // One URL is read as a whole: its password may hold blanks. Elsewhere names come first: a secret
  // may hold "://".
  if (begins_with_scheme(text))
    return without_secret_values(url_without_password(text, take_apart(text)));
  return without_url_passwords(without_secret_values(text));
}

std::string redacted_line(std::string_view line) {
  std::size_t begin = std::min(line.find("://"), line.size());
  while (begin > 0 && is_scheme_character(line[begin - 1])) --begin;
  return redacted(line.substr(0, begin)) + redacted(line.substr(begin));
}

std::string redacted_message(std::string_view line) {
  const std::size_t secret = find_said_secret(line);
  if (secret == npos || trim(line.substr(secret)).empty()) return redacted_line(line);
  const std::string_view blank = is_space(line[secret]) ? " " : "";
  return redacted_line(line.substr(0, secret)).append(blank).append("***");
}

}  // namespace aludel
