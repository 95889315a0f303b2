#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/apply.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// What takes an upgrade back, gathered operation by operation while it is rendered; or why there
/// is none.
class DerivedDowngrade {
 public:
  /// An operation, and the line of what it takes back.
  using Part = std::pair<Operation, int>;

  explicit DerivedDowngrade(const Rules& rules) : rules_(&rules) {}

  /// @param before    what `bound` meets
  /// @param is_whole  false: SQL that nobody could follow may have made `before` another one
  void add(const Operation& bound, const Catalog& before, bool is_whole, int line);

  /// Empty: there is one, as far as it was gathered.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  /// What takes the last operation back comes first.
  [[nodiscard]] std::vector<Part> parts() &&;

 private:
  /// A table of the upgrade's own: the way back ends in its DROP.
  struct OwnTable {
    ObjectName name;
    /// What stands behind it on the way back may refuse rows that are left.
    bool must_be_emptied = false;
  };

  using Inverse = std::expected<std::vector<Operation>, std::string>;

  [[nodiscard]] Inverse inverse_of(const Operation& bound, const Catalog& before, bool is_whole);
  [[nodiscard]] const OwnTable* own_table(const ObjectName& name) const;
  void follow(const Operation& bound, const std::vector<Operation>& taken_back);

  const Rules* rules_;
  std::vector<std::vector<Part>> parts_;  ///< of each operation
  std::vector<OwnTable> own_tables_;
  std::string reason_;
  /// Equal to what the next operation meets; none where only the database could tell.
  std::optional<Catalog> scratch_;
};

}  // namespace aludel
