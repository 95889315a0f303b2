#pragma once

#include "lint/facts.hpp"

namespace aludel {

[[nodiscard]] Facts read_postgresql_facts(Connection& connection, const FactsRequest& request);
[[nodiscard]] Facts read_sqlite_facts(Connection& connection, const FactsRequest& request);

}  // namespace aludel
