#pragma once

#include <span>
#include <string_view>

namespace aludel::postgresql {

/// A kind of object that holds no rows, and the query that reads all of them: each as the
/// statements that make it.
struct OtherKind {
  std::string_view kind;  ///< as DROP and COMMENT ON call it
  int since = 0;          ///< version of the server that has all that the query reads
  /// Gives (catalog, oid, schema, name in SQL, table that it goes with, statements, owner, rights).
  /// `$options(x)` stands for OPTIONS (…) of foreign data.
  std::string_view query;
};

/// The one table of them.
[[nodiscard]] std::span<const OtherKind> other_kinds();

}  // namespace aludel::postgresql
