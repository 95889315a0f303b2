#pragma once

#include <functional>
#include <source_location>
#include <utility>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// Foreign keys to tables that are not there yet, which SQLite takes as they are: each row would be
/// refused until they are.
class PendingReferences {
 public:
  using OriginOf = std::function<const std::source_location&(std::size_t change)>;

  /// @param before  what `bound` meets
  void pass(const Operation& bound, const OriginOf& origin_of, const Catalog& before,
            const Rules& rules);
  /// At the end of the section.
  /// @param on_place  called with the place of the foreign key that is at fault, before it throws
  /// @throws Error(bad_operation) with the nearest name
  template <typename OnPlace>
  void check(const Catalog& after, const Rules& rules, const OnPlace& on_place) const {
    for (const auto& [table, at] : referred_) {
      on_place(at);
      require_reference(table, after, rules);
    }
  }

 private:
  static void require_reference(const ObjectName& referred, const Catalog& after,
                                const Rules& rules);

  std::vector<std::pair<ObjectName, std::source_location>> referred_;
};

}  // namespace aludel
