#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/compare/rendered_changes.hpp"
#include "db/connection.hpp"

namespace aludel {

/// Of each change; judged by its statements, and by what the database holds.
/// @param live  what the changes are for, asked for sizes and counts; null: nobody can be asked
/// @throws Error where the database does not answer
void find_hazards(std::vector<RenderedChange>& changes, const Dialect& dialect, int server_version,
                  Connection* live);

}  // namespace aludel
