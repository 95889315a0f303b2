#include <algorithm>
#include <charconv>

#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

Oid oid(const Value& value) {
  Oid number = 0;
  if (value) std::from_chars(value->data(), value->data() + value->size(), number);
  return number;
}

int small(const Value& value) {
  return static_cast<int>(integer(value).value_or(0));
}

bool truth(const Value& value) {
  return value == "t";
}

std::string text(const Value& value) {
  return value.value_or("");
}

std::vector<std::string> elements(const Value& array) {
  std::vector<std::string> found;
  if (!array || array->size() < 3) return found;
  bool quoted = false;
  found.emplace_back();
  for (std::size_t at = 1; at + 1 < array->size(); ++at) {
    const char c = (*array)[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      found.emplace_back();
    } else {
      found.back() += c == '\\' ? (*array)[++at] : c;
    }
  }
  return found;
}

std::vector<Oid> numbers(const Value& array) {
  std::vector<Oid> found;
  if (!array) return found;
  const char* at = array->data();
  const char* const end = at + array->size();
  while (at != end) {
    Oid number = 0;
    const auto [behind, error] = std::from_chars(at, end, number);
    if (error == std::errc{}) found.push_back(number);
    at = behind == at ? at + 1 : behind;
  }
  return found;
}

WithList options(const Value& array) {
  WithList found;
  for (const std::string& element : elements(array)) {
    const std::size_t equals = std::min(element.find('='), element.size());
    found.emplace_back(element.substr(0, equals),
                       equals < element.size() ? element.substr(equals + 1) : "");
  }
  return found;
}

}  // namespace aludel::postgresql
