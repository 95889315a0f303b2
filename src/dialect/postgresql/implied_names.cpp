#include "dialect/postgresql/implied_names.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <variant>

#include "base/text.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

constexpr std::size_t longest_name = 63;

/// `text` cut to at most `size` bytes, at a character's end.
std::string_view cut(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size);
}

/// The names of several columns as one, as long as it may be.
std::string joined(const std::vector<std::string>& columns) {
  std::string name;
  for (const std::string& column : columns) {
    name += (name.empty() ? "" : "_") + column;
    if (name.size() > longest_name) break;
  }
  return std::string(cut(name, longest_name));
}

template <typename Range>
bool has(const Range& range, const std::string& name) {
  return std::ranges::find(range, name) != range.end();
}

/// The columns of `table` that `expression` names, each once.
std::vector<std::string> columns_in(const std::string& expression, const Table& table) {
  std::vector<std::string> found;
  const std::vector<std::string> words = words_of(expression);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at + 1 < words.size() && words[at + 1] == "(") continue;  // a function
    const std::string name = plain(words[at]);
    if (has(table.columns | std::views::transform(&Column::name), name) && !has(found, name))
      found.push_back(name);
  }
  return found;
}

struct Namer {
  const Table& table;
  TakenNames& taken;

  void operator()(PrimaryKey& key) const {
    if (key.name.empty()) key.name = taken.take(table.name.name, "", "pkey");
  }
  void operator()(Unique& unique) const {
    if (unique.name.empty())
      unique.name = taken.take(table.name.name, joined(unique.columns), "key");
  }
  void operator()(ForeignKey& key) const {
    if (key.name.empty()) key.name = taken.take(table.name.name, joined(key.columns), "fkey");
  }
  void operator()(Check& check) const {
    if (!check.name.empty()) return;
    const std::vector<std::string> columns = columns_in(check.expression, table);
    check.name = taken.take(table.name.name, columns.size() == 1 ? columns.front() : "", "check");
  }
  void operator()(Exclusion& exclusion) const {
    if (!exclusion.name.empty()) return;
    std::vector<std::string> names;
    for (const Exclusion::Element& element : exclusion.elements)
      names.push_back(element.expression.starts_with('(') ? "expr" : plain(element.expression));
    exclusion.name = taken.take(table.name.name, joined(names), "excl");
  }
};

void name_index(Index& index, const ObjectName& table, TakenNames& taken) {
  if (!index.name.empty()) return;
  std::vector<std::string> names;
  for (const IndexPart& part : index.parts) {
    const std::string name = part.column.empty() ? "expr" : part.column;
    std::string free = name;
    for (int number = 1; has(names, free); ++number) free = name + std::to_string(number);
    names.push_back(free);
  }
  index.name = taken.take(table.name, joined(names), "idx");
}

}  // namespace

std::string object_name(std::string_view name1, std::string_view name2, std::string_view label) {
  const std::size_t overhead = label.size() + 1 + (name2.empty() ? 0 : 1);
  std::size_t size1 = name1.size();
  std::size_t size2 = name2.size();
  while (size1 + size2 + overhead > longest_name) --(size1 > size2 ? size1 : size2);
  std::string name(cut(name1, size1));
  if (!name2.empty()) name += "_" + std::string(cut(name2, size2));
  return name + "_" + std::string(label);
}

TakenNames::TakenNames(const Catalog& catalog, std::string_view schema) {
  for (const Table& table : catalog.tables) {
    if (table.name.schema != schema) continue;
    taken_.push_back(table.name.name);
    for (const Index& index : table.indexes) taken_.push_back(index.name);
    for (const Constraint& constraint : table.constraints)
      taken_.push_back(std::visit([](const auto& of_kind) { return of_kind.name; }, constraint));
  }
  for (const View& view : catalog.views) {
    if (view.name.schema != schema) continue;
    taken_.push_back(view.name.name);
    for (const Index& index : view.indexes) taken_.push_back(index.name);
  }
  for (const Sequence& sequence : catalog.sequences) {
    if (sequence.name.schema == schema) taken_.push_back(sequence.name.name);
  }
  std::ranges::sort(taken_);
}

void TakenNames::add_of_partitions(const Catalog& catalog, std::string_view schema) {
  std::map<std::pair<std::string, std::string>, const Table*> parents;
  for (const Table& table : catalog.tables)
    if (!table.partition_by.empty())
      parents.emplace(std::pair(table.name.schema, table.name.name), &table);
  for (const Table& table : catalog.tables) {
    if (table.name.schema != schema) continue;
    for (const Table* at = &table; at->partition_of;) {
      const ObjectName& name = at->partition_of->parent;
      const auto parent = parents.find({name.schema, name.name});
      if (parent == parents.end()) break;
      at = parent->second;
      for (Index index : at->indexes) {
        index.name.clear();
        name_index(index, table.name, *this);
      }
    }
  }
}

void TakenNames::add(const std::string& name) {
  taken_.insert(std::ranges::lower_bound(taken_, name), name);
}

std::string TakenNames::take(std::string_view name1, std::string_view name2,
                             std::string_view label) {
  std::string name = object_name(name1, name2, label);
  for (int number = 1; std::ranges::binary_search(taken_, name); ++number)
    name = object_name(name1, name2, std::string(label) + std::to_string(number));
  add(name);
  return name;
}

Table with_names(Table table, const Catalog& catalog) {
  const auto is_named = [](const Constraint& constraint) {
    return std::visit([](const auto& of_kind) { return !of_kind.name.empty(); }, constraint);
  };
  const auto has_name = [](const Index& index) { return !index.name.empty(); };
  if (std::ranges::all_of(table.constraints, is_named) &&
      std::ranges::all_of(table.indexes, has_name))
    return table;  // a look at all other names takes its time
  TakenNames taken(catalog, table.name.schema);
  for (const Constraint& constraint : table.constraints)
    std::visit([&](const auto& of_kind) { taken.add(of_kind.name); }, constraint);
  for (const Index& index : table.indexes) taken.add(index.name);
  const Table columns = table;
  for (Constraint& constraint : table.constraints) std::visit(Namer{columns, taken}, constraint);
  for (Index& index : table.indexes) name_index(index, table.name, taken);
  return table;
}

Constraint with_name(Constraint constraint, const Table& table, const Catalog& catalog) {
  TakenNames taken(catalog, table.name.schema);
  std::visit(Namer{table, taken}, constraint);
  return constraint;
}

Index with_name(Index index, const ObjectName& table, const Catalog& catalog) {
  TakenNames taken(catalog, table.schema);
  name_index(index, table, taken);
  return index;
}

Index with_name_in_partition(Index index, const ObjectName& table, const Catalog& catalog) {
  TakenNames taken(catalog, table.schema);
  taken.add_of_partitions(catalog, table.schema);
  name_index(index, table, taken);
  return index;
}

}  // namespace aludel::postgresql
