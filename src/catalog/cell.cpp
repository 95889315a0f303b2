#include "aludel/cell.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "catalog/refusal.hpp"

namespace aludel {

Cell::Cell(double number) : kind(Kind::sql) {
  if (!std::isfinite(number)) {
    refuse("a cell cannot hold a number that is not finite",
           "give NULL (nullptr), or the database's own way to write it, as "
           "sql(\"'NaN'::double precision\")");
  }
  std::array<char, 32> digits{};  // the shortest text that reads back as the same number
  value.assign(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

}  // namespace aludel
