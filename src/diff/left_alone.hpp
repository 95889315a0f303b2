#pragma once

#include <functional>
#include <set>
#include <string>

#include "catalog/apply.hpp"

namespace aludel {

/// An object, or a member of one: "index ix_day of prices".
struct CatalogObject {
  ObjectKind kind = ObjectKind::table;
  ObjectName name;         ///< of a member its own name, without a schema
  ObjectName of = {};      ///< the table that it belongs to; empty: none
  std::string other = {};  ///< in place of the kind: "event trigger"
};

/// "table app.prices", "index ix_day of prices"
[[nodiscard]] std::string describe(const CatalogObject& object);

/// The objects of a catalog, by name.
class ObjectSet {
 public:
  ObjectSet(const Catalog& catalog, const Rules& rules);
  [[nodiscard]] bool contains(const CatalogObject& object) const;

 private:
  Rules rules_;
  std::set<std::string> keys_;
};

/// What is not compared.
struct LeftAlone {
  /// Whether an object is left as it is. Members of tables are asked for where both states have the
  /// table.
  std::function<bool(const CatalogObject& object, bool in_live, bool in_wanted)> object;
  bool types = false;     ///< of columns
  bool defaults = false;  ///< of columns
};

/// `wanted` with everything that is left alone as it is in `live`: there as it is there, or not
/// there at all. A table goes with its triggers, policies and sequences, and each object with its
/// grants.
/// @return sorted
[[nodiscard]] Catalog with_left_alone(Catalog wanted, const Catalog& live, const LeftAlone& what,
                                      const Rules& rules);

}  // namespace aludel
