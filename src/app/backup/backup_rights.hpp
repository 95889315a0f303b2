#pragma once

#include <string>

#include "base/code.hpp"
#include "db/connection.hpp"

namespace aludel {

/// Names what the session's role may not read, and the statement that lets it, where a backup may
/// have failed of that: told by the catalog, in whatever language the server complained. Outside a
/// failed transaction; where the catalog cannot be asked, nothing is added.
void explain_backup_rights(Connection& connection, Diagnostic& problem);

/// Before a restore begins: its role must be able to make a database and to rename two.
/// @param database  that is restored
/// @param owner     whom the new one is to belong to; empty: the role
/// @throws Error(statement_refused) with what the role lacks and the statements that give it
void require_restore_rights(Connection& connection, const std::string& database,
                            const std::string& owner);

}  // namespace aludel
