#pragma once

#include <string>

#include "migrate/script.hpp"

namespace aludel {

/// How `statement`, a CREATE of what is there already, is written so that it may run again: "write
/// `IF NOT EXISTS`", or as far as the server of that version knows it. Empty for what is no CREATE.
[[nodiscard]] std::string how_to_run_again(const ScriptStatement& statement, SqlDialect dialect,
                                           int server_version);

}  // namespace aludel
