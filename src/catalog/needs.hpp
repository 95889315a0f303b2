#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "catalog/uses.hpp"

namespace aludel {

/// What of a catalog must be there before something else of it can be made. Domains, functions,
/// tables, views, composite types and others are the nodes, in this order, each kind as it stands
/// in the catalog.
class Needs {
 public:
  using Node = std::size_t;

  /// @param catalog  sorted; must outlive it
  Needs(const Catalog& catalog, const Rules& rules);

  [[nodiscard]] std::size_t size() const { return before_.size(); }
  /// What must be made before the node; without what only foreign keys refer to. No node twice,
  /// never itself.
  [[nodiscard]] const std::vector<Node>& before(Node node) const { return before_[node]; }
  [[nodiscard]] std::optional<Node> node(const Fact& fact) const;
  [[nodiscard]] std::optional<Node> table(const ObjectName& name) const;

  [[nodiscard]] Node first_function() const { return catalog_.domains.size(); }
  [[nodiscard]] Node first_table() const { return first_function() + catalog_.functions.size(); }
  [[nodiscard]] Node first_view() const { return first_table() + catalog_.tables.size(); }
  [[nodiscard]] Node first_composite() const { return first_view() + catalog_.views.size(); }
  [[nodiscard]] Node first_other() const { return first_composite() + catalog_.composites.size(); }

 private:
  void name_all();
  void add(Node node, const Uses::Facts& facts);

  const Catalog& catalog_;
  FactNames names_;
  std::vector<std::vector<Node>> before_;
  std::map<Fact, Node> nodes_;  ///< of the tables, too, that sequences go with
};

}  // namespace aludel
