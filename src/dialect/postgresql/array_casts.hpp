#pragma once

#include <string>

#include "aludel/catalog.hpp"

namespace aludel::postgresql {

/// The cast of an array's constructor, `(ARRAY['a'::varchar])::text[]`, as casts of its elements,
/// `ARRAY[('a'::varchar)::text]`. The server prints the first of what it was told as `c IN ('a')`,
/// and the second once it was told the first: without this an expression is another one after its
/// own text has been executed.
[[nodiscard]] std::string with_cast_elements(std::string expression);

/// The same in all expressions of a catalog.
void cast_elements(Catalog& catalog);

}  // namespace aludel::postgresql
