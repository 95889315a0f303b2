#pragma once

#include "migrate/batch_tokens.hpp"

namespace aludel {

/// `:batch`, the tokens from `mark` to before `behind`, must be what all rows of a batch have in
/// common: where the statement's condition could hold without it, rows of other batches would be
/// met too. So it is an AND-joined part of a WHERE, or of the ON of an inner join, and that of the
/// statement itself or of a query that the statement's rows come from: a FROM, a WITH, an
/// AND-joined EXISTS (…) or IN (…). What is not known to be so is refused.
/// @param verb  index of the statement's own UPDATE, DELETE or INSERT
/// @throws Error(bad_directive) at what is in the way
void check_place(const SourceText& source, const BatchTokens& tokens, std::size_t verb,
                 std::size_t mark, std::size_t behind);

}  // namespace aludel
