#pragma once

#include <optional>
#include <vector>

#include "dialect/rebuild.hpp"
#include "migrate/script.hpp"

namespace aludel {

/// Views and functions of one segment that its statements define anew.
struct Replacement {
  int segment = 0;  ///< from 0
  std::vector<ReplacedObject> objects;
};

/// What is replaced as far as the text of `script` tells: on SQLite every view that it makes, on
/// PostgreSQL what it drops with CASCADE, which says nothing of what goes along.
[[nodiscard]] std::vector<Replacement> replaced_by_text(const Script& script, SqlDialect dialect);

/// Views and functions that the statements of a text make; those that cannot be cut make none.
[[nodiscard]] std::vector<ReplacedObject> made_objects(const std::string& text, SqlDialect dialect);

/// The object whose replacement is what `problem`, of statement `number`, asks for: it is there
/// already, has other columns or another result, or something depends on it. None for every other
/// failure. The server's own refusal decides, so that nothing is built again without need.
/// @return false where nothing was added to `replacements`
bool add_replaced(const Script& script, int number, const Diagnostic& problem, SqlDialect dialect,
                  std::vector<Replacement>& replacements);

}  // namespace aludel
