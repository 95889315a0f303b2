#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What of a catalog must be there before something else of it can be made. Domains, functions,
/// tables and views are the nodes, in this order, each kind as it stands in the catalog.
class Needs {
 public:
  using Node = std::size_t;

  /// @param catalog  sorted; must outlive it
  Needs(const Catalog& catalog, const Rules& rules);

  [[nodiscard]] std::size_t size() const { return before_.size(); }
  /// What must be made before the node; without what only foreign keys refer to. No node twice,
  /// never itself.
  [[nodiscard]] const std::vector<Node>& before(Node node) const { return before_[node]; }
  [[nodiscard]] std::optional<Node> table(const ObjectName& name) const;

  [[nodiscard]] Node first_function() const { return catalog_.domains.size(); }
  [[nodiscard]] Node first_table() const { return first_function() + catalog_.functions.size(); }
  [[nodiscard]] Node first_view() const { return first_table() + catalog_.tables.size(); }

 private:
  void name_all();
  void add(Node node, const std::optional<Node>& needed);
  void add_relation(Node node, const ObjectName& name);
  /// The functions that an expression calls, and the sequences that it takes numbers from.
  void add_expression(Node node, std::string_view sql);
  /// The tables and views that a query names, and the functions that it calls.
  void add_query(Node node, std::string_view sql);
  void add_type(Node node, const Type& type);
  void add_function(Node node, const Function& function);
  void add_table(Node node, const Table& table);

  [[nodiscard]] std::string key(const ObjectName& name) const;

  const Catalog& catalog_;
  const Rules& rules_;
  std::vector<std::vector<Node>> before_;
  std::map<std::string, Node> relations_;
  std::map<std::string, Node> domains_;
  std::multimap<std::string, Node> functions_;
  std::map<std::string, Node> owned_sequences_;  ///< to the table that each goes with
};

}  // namespace aludel
