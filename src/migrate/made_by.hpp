#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/script.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// The name of what is there already, by the database's words; empty: they say something else.
[[nodiscard]] std::string name_in_the_way(std::string_view words, SqlDialect dialect);

/// What the journal knows of who made the object of this name: one line for each revision or script
/// that has run a CREATE of it, "revision a1 made it (2026-11-21 10:00:00 UTC, ann)". None where
/// it was made by other means, or there is no journal.
[[nodiscard]] std::vector<std::string> made_by(Session& session, const std::string& name);

/// The statement before the one of this number that makes an object of this name; null: none does.
[[nodiscard]] const ScriptStatement* made_earlier(const Script& script, int number,
                                                  const std::string& name);

}  // namespace aludel
