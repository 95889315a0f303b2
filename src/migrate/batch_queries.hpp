#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.hpp"
#include "migrate/batch_table.hpp"
#include "migrate/batched.hpp"

namespace aludel {

/// The questions about its table that a data migration in batches asks. Answers are keys as
/// literals, separated by ", ", as KeyRange has them.
class BatchQueries {
 public:
  BatchQueries(const Dialect& dialect, const BatchDirective& batch, const BatchKey& key);

  /// The greatest key; no row where there is none.
  [[nodiscard]] std::string last_key() const;
  /// The smallest key, a single column.
  [[nodiscard]] std::string first_key() const;
  /// How many rows of the table `where` counts.
  [[nodiscard]] std::string count_all() const;
  /// The key of row number `rows` in the range, of those that `where` counts, and how many rows
  /// have it or come before it: more than `rows` where it is not unique. No row where there are
  /// fewer.
  [[nodiscard]] std::string key_after(const KeyRange& range, long long rows) const;
  /// How many rows of the range `where` counts.
  [[nodiscard]] std::string count(const KeyRange& range) const;
  /// A row where a column of the key is NULL.
  [[nodiscard]] std::string null_key() const;

 private:
  [[nodiscard]] std::string ordered(std::string_view direction) const;
  [[nodiscard]] std::string rows_of(const KeyRange& range) const;

  const BatchDirective& batch_;
  std::string literals_;
  bool unique_ = false;
};

/// The key as a whole number, where it is one; also of a quoted one.
[[nodiscard]] std::optional<long long> whole_number(std::string_view key);

/// True where `text` is `count` literals, separated by commas, and nothing else: what stands in a
/// journal is put into statements only then.
[[nodiscard]] bool is_key(std::string_view text, std::size_t count, SqlDialect dialect);

}  // namespace aludel
