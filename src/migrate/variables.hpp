#pragma once

#include <vector>

#include "migrate/script.hpp"

namespace aludel {

/// Sets `statement.sql` to the statement's text with the {{placeholders}} replaced: an identifier
/// and a literal are quoted, raw text is taken as it is but must leave it one statement. A file
/// that declares no variables is taken as it stands.
/// @throws Error(undefined_placeholder) at the placeholder
void put_in_variables(ScriptStatement& statement, const SourceText& source, SqlDialect dialect,
                      const std::vector<Variable>& declared, const VariableValues& values);

}  // namespace aludel
