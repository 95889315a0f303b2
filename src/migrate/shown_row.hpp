#pragma once

#include <cstddef>
#include <string>

#include "db/connection.hpp"

namespace aludel {

/// A row for a person: "id = 1, email = ann".
[[nodiscard]] inline std::string shown_row(const Result& result, std::size_t index) {
  std::string row;
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    row +=
        (i == 0 ? "" : ", ") + result.columns[i] + " = " + result.rows[index][i].value_or("NULL");
  }
  return row;
}

}  // namespace aludel
