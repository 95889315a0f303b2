#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel {

/// A piece of C++: words, or a list in brackets that may be broken over several lines.
struct CppCode {
  std::string head;                 ///< before the bracket; all there is where there is no list
  std::string_view brackets = {};   ///< "()" or "{}"; empty: no list
  std::vector<CppCode> parts = {};  ///< separated by commas
  std::string tail = {};            ///< behind the closing bracket

  CppCode(std::string words) : head(std::move(words)) {}  // NOLINT: meant to convert
  CppCode(std::string before, std::string_view in, std::vector<CppCode> all)
      : head(std::move(before)), brackets(in), parts(std::move(all)) {}
};

/// As a person reads it: a list that does not fit into 100 columns has each part on a line of its
/// own, below the first one.
[[nodiscard]] std::string laid_out(const CppCode& code);

/// A string literal of these bytes; a raw one where it holds line ends, quotes or backslashes.
[[nodiscard]] std::string cpp_string(std::string_view text);

/// The members of an aggregate in order, as designated initializers. What is as it is anyway is
/// left out.
class CppMembers {
 public:
  CppMembers& add(std::string_view name, CppCode value);
  CppMembers& text(std::string_view name, const std::string& value);
  CppMembers& flag(std::string_view name, bool value, bool usual = false);
  template <typename Value, typename Print>
  CppMembers& optional(std::string_view name, const std::optional<Value>& value, Print print) {
    return value ? add(name, print(*value)) : *this;
  }
  template <typename Value, typename Print>
  CppMembers& list(std::string_view name, const std::vector<Value>& values, Print print);

  [[nodiscard]] bool empty() const { return members_.empty(); }
  /// "{.name = …}"; with a type before it, where that must be said.
  [[nodiscard]] CppCode braced(std::string type = {}) const {
    return {std::move(type), "{}", members_};
  }

 private:
  std::vector<CppCode> members_;
};

template <typename Value, typename Print>
[[nodiscard]] CppCode cpp_list(const std::vector<Value>& values, Print print) {
  std::vector<CppCode> parts;
  for (const Value& value : values) parts.push_back(print(value));
  return {"", "{}", std::move(parts)};
}

template <typename Value, typename Print>
CppMembers& CppMembers::list(std::string_view name, const std::vector<Value>& values, Print print) {
  return values.empty() ? *this : add(name, cpp_list(values, print));
}

}  // namespace aludel
