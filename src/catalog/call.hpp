#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include "aludel/error.hpp"
#include "aludel/operations.hpp"

namespace aludel {

/// A call of an Operations: its name and place, for what is said of it.
struct Call {
  std::string_view name;
  std::source_location at;

  /// @throws Error(bad_operation) "create_index: …" at the call's place
  [[noreturn]] void refuse(const std::string& message, std::string hint = {}) const;
  /// Refuses an empty `text`: "create_index: the name of the index is empty".
  void need(std::string_view text, std::string_view what) const;
  /// Refuses CASCADE where the operation has none.
  void refuse_cascade(const DropOptions& options) const;

  /// Calls `work`; what is refused in it without a place gets this one.
  template <typename Work>
  auto run(Work work) const {
    try {
      return work();
    } catch (Error& error) {
      if (!error.diagnostic().place) error.diagnostic().place = place();
      throw;
    }
  }

 private:
  [[nodiscard]] Place place() const;
};

}  // namespace aludel
