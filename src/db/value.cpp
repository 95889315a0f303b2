#include <charconv>

#include "db/connection.hpp"

namespace aludel {

std::optional<long long> integer(const Value& value) {
  if (!value) return std::nullopt;
  long long result = 0;
  std::from_chars(value->data(), value->data() + value->size(), result);
  return result;
}

}  // namespace aludel
