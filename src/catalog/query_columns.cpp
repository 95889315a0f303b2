#include "catalog/query_columns.hpp"

#include "catalog/sql_words.hpp"

namespace aludel {

namespace {

/// The name of the column that the words [begin, end) of a list give; empty: only a server knows.
std::string name_in(const SqlWords& words, std::size_t begin, std::size_t end) {
  if (begin == end || !words.words[end - 1].is_name()) return {};
  const std::string& name = words.words[end - 1].text;
  if (end - begin == 1) return name;
  if (words.is(end - 2, "as") || words.is(end - 2, ".")) {
    // `a.b` is a column; of `f(x).b AS c` only what stands behind AS is looked at.
    for (std::size_t at = begin; words.is(end - 2, ".") && at < end - 1; ++at) {
      if (!words.words[at].is_name() && !words.is(at, ".")) return {};
    }
    return name;
  }
  return {};
}

}  // namespace

std::optional<std::vector<std::string>> query_columns(std::string_view query, const Rules& rules) {
  const SqlWords words = words_of(query, rules);
  if (!words.is(0, "select") || words.is(1, "distinct") || words.is(1, "all")) return std::nullopt;
  std::vector<std::string> columns;
  std::size_t begin = 1;
  int depth = 0;
  for (std::size_t at = 1; at <= words.words.size(); ++at) {
    const bool ends = at == words.words.size() || (depth == 0 && words.is(at, "from"));
    if (ends || (depth == 0 && words.is(at, ","))) {
      columns.push_back(name_in(words, begin, at));
      if (columns.back().empty()) return std::nullopt;
      if (ends) return columns;
      begin = at + 1;
    }
    if (words.is(at, "(") || words.is(at, "[")) ++depth;
    if (words.is(at, ")") || words.is(at, "]")) --depth;
  }
  return std::nullopt;
}

}  // namespace aludel
