#include "db/redact.hpp"

#include <algorithm>

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

}  // namespace aludel
