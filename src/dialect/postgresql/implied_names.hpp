#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aludel/catalog.hpp"

/// The names that PostgreSQL gives to what has none.
namespace aludel::postgresql {

/// "name1_name2_label", cut as the server cuts it: at most 63 bytes, the longer name first.
[[nodiscard]] std::string object_name(std::string_view name1, std::string_view name2,
                                      std::string_view label);

/// Names that are taken in one schema.
class TakenNames {
 public:
  TakenNames(const Catalog& catalog, std::string_view schema);
  /// The first of name, name1, name2 … that is free; it is taken then.
  [[nodiscard]] std::string take(std::string_view name1, std::string_view name2,
                                 std::string_view label);
  void add(const std::string& name);

  /// What indexes are called most likely that partitions have of their parents': a catalog does
  /// not tell.
  void add_of_partitions(const Catalog& catalog, std::string_view schema);

 private:
  std::vector<std::string> taken_;  // sorted
};

/// `table` with a name for each constraint and index that has none.
[[nodiscard]] Table with_names(Table table, const Catalog& catalog);
/// `constraint`, to be added to `table`, with one.
[[nodiscard]] Constraint with_name(Constraint constraint, const Table& table,
                                   const Catalog& catalog);
[[nodiscard]] Index with_name(Index index, const ObjectName& table, const Catalog& catalog);
/// Of an index of a partition that becomes part of its parent's.
[[nodiscard]] Index with_name_in_partition(Index index, const ObjectName& table,
                                           const Catalog& catalog);

}  // namespace aludel::postgresql
