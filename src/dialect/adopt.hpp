#pragma once

#include <functional>
#include <memory>

#include "db/connection.hpp"
#include "db/url.hpp"
#include "dialect/dialect.hpp"

struct sqlite3;
struct pg_conn;

namespace aludel {

/// Makes a Connection of one that an application has open, and leaves it open and as it was behind
/// it.
using Adopt = std::function<std::unique_ptr<Connection>(const ConnectOptions& options)>;

/// What `Database` promises. @throws Error(database_unusable) inside a transaction, when it is
/// called
[[nodiscard]] Adopt adopt_sqlite(sqlite3* open);
/// @throws Error(database_unusable, pooler_refused), when it is called
[[nodiscard]] Adopt adopt_postgresql(pg_conn* open);

/// Its file, for all that needs to know whose turn it is.
[[nodiscard]] DatabaseUrl url_of_open(sqlite3* open);

}  // namespace aludel
