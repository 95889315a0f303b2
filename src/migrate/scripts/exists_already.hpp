#pragma once

#include <string>

#include "migrate/script.hpp"

namespace aludel {

/// Whether `statement` makes a role, which is there for all databases of a server.
[[nodiscard]] bool creates_role(const ScriptStatement& statement, SqlDialect dialect);

/// What makes `statement`, a CREATE, take what is there already: "IF NOT EXISTS",
/// "CREATE OR REPLACE"; empty where the server of that version knows neither for it.
[[nodiscard]] std::string words_that_accept(const ScriptStatement& statement, SqlDialect dialect,
                                            int server_version);

/// How `statement`, a CREATE of what is there already, is written so that it may run again: "write
/// `IF NOT EXISTS`", or as far as the server of that version knows it. Empty for what is no CREATE.
[[nodiscard]] std::string how_to_run_again(const ScriptStatement& statement, SqlDialect dialect,
                                           int server_version);

}  // namespace aludel
