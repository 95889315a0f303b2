#include "diff/renames.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/fact.hpp"
#include "catalog/lookup.hpp"

namespace aludel {

namespace {

/// Two of a kind, and how much speaks for their being one.
struct Pair {
  int likeness = 0;
  std::size_t from = 0;
  std::size_t to = 0;
};

/// The likeliest pairs, each of a kind in one of them; the order of what is alike decides ties.
std::vector<Pair> best_of(std::vector<Pair> pairs) {
  std::ranges::stable_sort(pairs, std::greater(), &Pair::likeness);
  std::set<std::size_t> from_taken;
  std::set<std::size_t> to_taken;
  std::erase_if(pairs, [&](const Pair& pair) {
    if (from_taken.contains(pair.from) || to_taken.contains(pair.to)) return true;
    from_taken.insert(pair.from);
    to_taken.insert(pair.to);
    return false;
  });
  std::ranges::sort(pairs, {}, &Pair::from);
  return pairs;
}

bool names_are_alike(const std::string& one, const std::string& other) {
  if (one.contains(other) || other.contains(one)) return true;
  return edit_distance(lower(one), lower(other)) * 3 <= std::max(one.size(), other.size());
}

class Search {
 public:
  Search(const Catalog& from, const Catalog& to, const Rules& rules)
      : from_(from), to_(to), rules_(rules), names_(rules) {}

  std::vector<Rename> run() {
    tables();
    columns();
    enum_values();
    return std::move(found_);
  }

 private:
  template <typename One>
  [[nodiscard]] std::map<std::string, const One*> by_key(const std::vector<One>& all) const {
    std::map<std::string, const One*> found;
    for (const One& one : all) found.emplace(names_.key(one.name), &one);
    return found;
  }

  void tables() {
    const auto old_tables = by_key(from_.tables);
    const auto new_tables = by_key(to_.tables);
    std::vector<const Table*> gone;
    std::vector<const Table*> come;
    for (const auto& [key, table] : old_tables)
      if (!new_tables.contains(key)) gone.push_back(table);
    for (const auto& [key, table] : new_tables)
      if (!old_tables.contains(key)) come.push_back(table);
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < gone.size(); ++i) {
      for (std::size_t j = 0; j < come.size(); ++j) {
        const int likeness = alike(*gone[i], *come[j]);
        if (likeness > 0) pairs.push_back({likeness, i, j});
      }
    }
    for (const Pair& pair : best_of(std::move(pairs))) {
      const ObjectName& name = gone[pair.from]->name;
      found_.push_back({Rename::Kind::table, name, name.name, come[pair.to]->name.name});
    }
  }

  /// In hundredths of their columns; 0: they are not.
  [[nodiscard]] int alike(const Table& one, const Table& other) const {
    constexpr int enough = 60;
    if (one.name.schema != other.name.schema || one.partition_of != other.partition_of) return 0;
    if (one.columns.empty() || other.columns.empty()) return 0;
    int same = 0;
    for (const Column& column : one.columns) {
      const Column* twin = find_column(other, column.name, rules_);
      if (twin != nullptr && twin->type == column.type) ++same;
    }
    const int likeness = 200 * same / static_cast<int>(one.columns.size() + other.columns.size());
    return likeness >= enough ? likeness : 0;
  }

  void columns() {
    const auto new_tables = by_key(to_.tables);
    for (const Table& table : from_.tables) {
      const auto twin = new_tables.find(names_.key(table.name));
      if (twin != new_tables.end() && table.columns != twin->second->columns)
        columns(table, *twin->second);
    }
  }

  void columns(const Table& table, const Table& twin) {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (find_column(twin, table.columns[i].name, rules_) != nullptr) continue;
      for (std::size_t j = 0; j < twin.columns.size(); ++j) {
        if (find_column(table, twin.columns[j].name, rules_) != nullptr) continue;
        const int likeness = alike(table.columns[i], twin.columns[j], i == j);
        if (likeness > 0) pairs.push_back({likeness, i, j});
      }
    }
    for (const Pair& pair : best_of(std::move(pairs)))
      found_.push_back({Rename::Kind::column, table.name, table.columns[pair.from].name,
                        twin.columns[pair.to].name});
  }

  /// Values that are computed are not lost.
  [[nodiscard]] static int alike(const Column& one, const Column& other, bool same_place) {
    if (one.generated || other.generated) return 0;
    const bool same_type = one.type == other.type;
    const bool by_name = names_are_alike(one.name, other.name);
    const int likeness = 3 * (same_type ? 1 : 0) + 3 * (by_name ? 1 : 0) +
                         (one.nullable == other.nullable ? 1 : 0) +
                         (one.default_sql == other.default_sql ? 1 : 0) + 2 * (same_place ? 1 : 0);
    constexpr int enough = 5;
    return (same_type || by_name) && likeness >= enough ? likeness : 0;
  }

  void enum_values() {
    const auto new_enums = by_key(to_.enums);
    for (const Enum& one : from_.enums) {
      const auto twin = new_enums.find(names_.key(one.name));
      if (twin == new_enums.end() || twin->second->values.size() != one.values.size()) continue;
      const std::vector<std::string>& values = twin->second->values;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const bool gone = std::ranges::find(values, one.values[i]) == values.end();
        const bool come = std::ranges::find(one.values, values[i]) == one.values.end();
        if (gone && come)
          found_.push_back({Rename::Kind::enum_value, one.name, one.values[i], values[i]});
      }
    }
  }

  const Catalog& from_;
  const Catalog& to_;
  const Rules& rules_;
  FactNames names_;
  std::vector<Rename> found_;
};

}  // namespace

std::string describe(const Rename& rename) {
  switch (rename.kind) {
    case Rename::Kind::table: return "table " + rename.object.text();
    case Rename::Kind::column: return "column " + rename.object.text() + "." + rename.from;
    case Rename::Kind::enum_value: break;
  }
  return "value " + rename.from + " of enum " + rename.object.text();
}

Operation operation_of(const Rename& rename) {
  switch (rename.kind) {
    case Rename::Kind::table: return RenameTable{rename.object, rename.to};
    case Rename::Kind::column:
      return AlterTable{rename.object, {RenameColumn{rename.from, rename.to}}};
    case Rename::Kind::enum_value: break;
  }
  return RenameEnumValue{rename.object, rename.from, rename.to};
}

Rename reversed(const Rename& rename) {
  Rename back{rename.kind, rename.object, rename.to, rename.from};
  if (rename.kind == Rename::Kind::table) back.object.name = rename.to;
  return back;
}

std::vector<Rename> likely_renames(const Catalog& from, const Catalog& to, const Rules& rules) {
  return Search(from, to, rules).run();
}

}  // namespace aludel
