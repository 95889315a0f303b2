#pragma once

#include <string>

#include "revision/batch_directive.hpp"
#include "sql/token.hpp"

namespace aludel {

/// A statement that is run range of keys by range of keys: where `:batch` stood, a condition on the
/// key does.
struct Batched {
  BatchDirective asked;
  std::string before;  ///< the statement up to `:batch`, with variables put in
  std::string after;   ///< and behind it
  std::string alias;   ///< of `:batch(alias)`, as written; empty: none
  Span mark;           ///< where `:batch` stands in the revision's text

  bool operator==(const Batched&) const = default;
};

/// Bounds of a range of keys, each as SQL: the literals of the key's columns, separated by ", ".
struct KeyRange {
  std::string lower;  ///< exclusive; empty: from the first row on
  std::string upper;  ///< inclusive

  bool operator==(const KeyRange&) const = default;
};

/// The statement for one range: `… WHERE (p.id > 10 AND p.id <= 20)`.
[[nodiscard]] std::string sql_for(const Batched& batched, const KeyRange& range);
/// The condition that stands for `:batch`; `qualifier` is put before each column.
[[nodiscard]] std::string condition_on(const BatchDirective& batch, const std::string& qualifier,
                                       const KeyRange& range);

/// The key's columns as one value: `id`, `p.id`, `(a, b)`.
[[nodiscard]] std::string row_of(const BatchDirective& batch, const std::string& qualifier);
/// One key: `id = 10`.
[[nodiscard]] std::string key_of(const BatchDirective& batch, const std::string& literals);

/// Finds `:batch` in a statement below a `batch` directive, by its tokens: not in strings,
/// comments, `::batch`, `[a:batch]`. `before` and `after` are the text as the file has it.
/// @throws Error(bad_directive) where it does not stand there exactly once, where the statement is
/// no UPDATE, DELETE or INSERT … SELECT, where it changes the key, or where rows of other batches
/// could be met (migrate/batch_place.hpp)
[[nodiscard]] Batched cut_at_mark(const SourceText& source, const Statement& statement,
                                  const BatchDirective& directive);

/// The directive's `where` is put into parentheses: @throws Error(bad_directive) where it is not
/// one condition.
void check_condition(const SourceText& source, const BatchDirective& batch, SqlDialect dialect);

/// @throws Error(bad_directive) where `:batch` stands in a statement without that directive: it
/// would be sent as it is, and SQLite takes it for a parameter that is NULL
void check_no_mark(const SourceText& source, const Statement& statement);

}  // namespace aludel
