#pragma once

#include <memory>

#include "db/postgresql/libpq.hpp"
#include "db/postgresql/postgresql_connection.hpp"

namespace aludel {

struct FinishConnection {
  bool is_ours = true;
  void operator()(PGconn* connection) const {
    if (is_ours) libpq().finish(connection);
  }
};
using PgHandle = std::unique_ptr<PGconn, FinishConnection>;

/// Connects as `request` says; can be interrupted by its stop token.
/// @throws Error(connection_failed, database_missing, bad_url, interrupted)
[[nodiscard]] PgHandle connect_postgresql(const PostgresqlOpen& request);

}  // namespace aludel
