#include "catalog/with_queries.hpp"

#include "base/text.hpp"

namespace aludel {

namespace {

/// Behind the parenthesis that closes the one at `open`.
std::size_t behind_parentheses(const SqlWords& words, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < words.words.size(); ++at) {
    if (words.is(at, "(")) ++depth;
    if (words.is(at, ")") && --depth == 0) return at + 1;
  }
  return words.words.size();
}

/// Where the query ends whose WITH stands at `with`: at what closes the parentheses around it, or
/// at the end of the statement.
std::size_t end_of_query(const SqlWords& words, std::size_t with) {
  int depth = 0;
  for (std::size_t at = with; at < words.words.size(); ++at) {
    if (words.is(at, "(")) ++depth;
    if (words.is(at, ")") && --depth < 0) return at;
    if (words.words[at].kind == TokenKind::semicolon) return at;
  }
  return words.words.size();
}

/// `name (columns) AS MATERIALIZED (`: where the last parenthesis stands; 0 where it says something
/// else.
std::size_t body_of(const SqlWords& words, std::size_t name) {
  if (name >= words.words.size() || !words.words[name].is_name()) return 0;
  std::size_t at = name + 1;
  if (words.is(at, "(")) at = behind_parentheses(words, at);
  if (!words.is(at++, "as")) return 0;
  if (words.is(at, "not")) ++at;
  if (words.is(at, "materialized")) ++at;
  return words.is(at, "(") ? at : 0;
}

}  // namespace

bool WithQuery::is_meant_by(const SqlWord& word, std::size_t index) const {
  if (index < begin || index >= end) return false;
  const bool plain = word.kind == TokenKind::word && name.kind == TokenKind::word;
  return word.text == name.text || (plain && equal_ignoring_case(word.text, name.text));
}

std::vector<WithQuery> with_queries(const SqlWords& words) {
  std::vector<WithQuery> found;
  for (std::size_t with = 0; with < words.words.size(); ++with) {
    if (!words.is(with, "with")) continue;
    const bool recursive = words.is(with + 1, "recursive");
    std::size_t name = with + (recursive ? 2 : 1);
    for (std::size_t body = body_of(words, name); body != 0; body = body_of(words, name)) {
      const std::size_t behind = behind_parentheses(words, body);
      // Its own query sees it where it is recursive; else the table of that name.
      found.push_back({words.words[name], recursive ? with : behind, end_of_query(words, with)});
      if (!words.is(behind, ",")) break;
      name = behind + 1;
    }
  }
  return found;
}

}  // namespace aludel
