#pragma once

#include <string>
#include <string_view>

#include "lint/statement_effects.hpp"

namespace aludel {

struct TypeChange {
  std::string_view from = {};  ///< as format_type() names it; empty: not known
  std::string_view to;         ///< as written
  bool has_using = false;      ///< the values are made by an expression
  bool plain_using = true;     ///< that expression only casts them to the new type
  bool utc = false;            ///< the session's time zone is UTC
};

/// Whether a conversion keeps what the values say.
enum class Keeping { keeps, may_lose, loses };

struct TypeVerdict {
  Work work = Work::rewrite;  ///< none: neither the table nor its indexes are written
  bool certain = false;
  Keeping loss = Keeping::may_lose;
  std::string why = {};

  bool operator==(const TypeVerdict&) const = default;
};

/// PostgreSQL: what ALTER COLUMN … TYPE does to the table and to its values. A value that does not
/// fit and makes the statement fail is not lost.
[[nodiscard]] TypeVerdict judge_type_change(const TypeChange& change);

}  // namespace aludel
