#pragma once

#include <string>

#include "lint/facts.hpp"
#include "lint/statement_effects.hpp"

namespace aludel {

/// "writes the whole table anew"; empty where it is nothing to speak of.
[[nodiscard]] std::string work_words(Work work);

/// "ACCESS EXCLUSIVE on prices (1,200 rows, 98 kB): blocks reads and writes while it writes the
/// whole table anew"
[[nodiscard]] std::string lock_sentence(const TouchedTable& table, const Facts& facts);

}  // namespace aludel
