#pragma once

#include "aludel/catalog.hpp"

namespace aludel::postgresql {

/// `view` with the names of `columns` in its query, as the server tells it afterwards. As it is
/// where that cannot be seen from the query's text (SELECT *, an alias that the query names again).
[[nodiscard]] View with_columns_in_query(View view);

}  // namespace aludel::postgresql
