#pragma once

#include "lint/facts.hpp"

namespace aludel {

[[nodiscard]] Facts read_postgresql_facts(Connection& connection, const FactsRequest& request);
/// Rows of place, name, events, language and text, of the tables of which $1 is an array.
[[nodiscard]] std::string_view postgresql_triggers_sql();
[[nodiscard]] StoredTrigger postgresql_trigger(const std::vector<Value>& row, int server_version);
/// One that may do anything.
[[nodiscard]] StoredTrigger unknown_trigger(std::string words);
[[nodiscard]] Facts read_sqlite_facts(Connection& connection, const FactsRequest& request);

}  // namespace aludel
