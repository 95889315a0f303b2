#pragma once

#include <string>
#include <vector>

#include "catalog/sql_words.hpp"

namespace aludel {

/// A query that WITH gives a name, and where that name means it: words of the text.
struct WithQuery {
  SqlWord name;
  std::size_t begin = 0;
  std::size_t end = 0;  ///< behind the last one

  /// Whether `word` at `index` is this name. A name in quotes may differ by its case alone.
  [[nodiscard]] bool is_meant_by(const SqlWord& word, std::size_t index) const;
};

/// By the words alone, as PostgreSQL and SQLite read them.
[[nodiscard]] std::vector<WithQuery> with_queries(const SqlWords& words);

}  // namespace aludel
