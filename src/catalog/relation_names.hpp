#pragma once

#include <string>
#include <unordered_set>

#include "catalog/operation.hpp"

namespace aludel {

struct Rules;

/// The names that tables, views, indexes and sequences of a growing catalog have had, so that a new
/// one is not compared with each of them: making n objects takes n steps, not n².
/// Not for two threads at once.
class RelationNames {
 public:
  explicit RelationNames(bool folds_case) : folds_case_(folds_case) {}

  /// False: nothing in `catalog` is called so. True: something is, or was.
  [[nodiscard]] bool may_hold(const Catalog& catalog, const ObjectName& name);
  /// To be told of each operation, once it has been applied.
  void follow(const Operation& operation);

 private:
  void add(const ObjectName& name);
  void add(const std::string& schema, const std::vector<Index>& indexes);
  [[nodiscard]] std::string key(const ObjectName& name) const;

  bool folds_case_;
  bool is_read_ = false;  ///< what the catalog holds is all in `keys_`
  std::unordered_set<std::string> keys_;
};

}  // namespace aludel
