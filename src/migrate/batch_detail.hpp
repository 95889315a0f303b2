#pragma once

#include <string>
#include <string_view>

#include "revision/batch_directive.hpp"

namespace aludel {

/// What a `begin` row of the journal says in `detail`: docs/formats.md, "The journal".
struct BatchDetail {
  std::string what;     ///< "table=prices key=id": must be the same to go on
  long long total = 0;  ///< rows to pass; 0: not known
  bool estimated = false;

  bool operator==(const BatchDetail&) const = default;
};

[[nodiscard]] std::string what_of(const BatchDirective& batch);
[[nodiscard]] std::string write_batch_detail(const BatchDetail& detail);
[[nodiscard]] BatchDetail read_batch_detail(std::string_view text);

/// The same for `progress` and `done` rows: rows passed so far.
[[nodiscard]] std::string write_batch_rows(long long rows);
[[nodiscard]] long long read_batch_rows(std::string_view text);

/// "1,200,000 of about 5,000,000 rows"
[[nodiscard]] std::string shown_batch_rows(long long rows, const BatchDetail& detail);

}  // namespace aludel
