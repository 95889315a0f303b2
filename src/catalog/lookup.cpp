#include "catalog/lookup.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/refusal.hpp"

namespace aludel {

namespace {

constexpr std::size_t most_names_shown = 12;

std::vector<std::string> names_of_tables(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const Table& table : catalog.tables) names.push_back(table.name.text());
  return names;
}

/// The one that is called so; `Objects` may be const.
template <typename Objects>
auto* find_object(Objects& objects, const ObjectName& name, const Rules& rules) {
  // Most catalogs are sorted, and most that is looked for is there.
  const auto near = std::ranges::lower_bound(
      objects, name, {}, [](const auto& object) -> const ObjectName& { return object.name; });
  if (near != objects.end() && near->name == name) return &*near;
  const auto found = std::ranges::find_if(
      objects, [&](const auto& object) { return same_name(object.name, name, rules); });
  return found == objects.end() ? nullptr : &*found;
}

template <typename Named>
auto* find_named(Named& members, std::string_view name, const Rules& rules) {
  const auto found = std::ranges::find_if(
      members, [&](const auto& member) { return same_name(member.name, name, rules); });
  return found == members.end() ? nullptr : &*found;
}

std::vector<std::string> names_of_columns(const Catalog& catalog, const Table& table,
                                          const Rules& rules) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  const auto add_parent = [&](const ObjectName& parent) {
    if (const Table* found = find_table(catalog, parent, rules); found != nullptr) {
      std::ranges::copy(names_of_columns(catalog, *found, rules), std::back_inserter(names));
    }
  };
  if (table.partition_of) add_parent(table.partition_of->parent);
  for (const ObjectName& parent : table.inherits) add_parent(parent);
  return names;
}

[[noreturn]] void refuse_column(const Table& table, std::string_view name,
                                const std::vector<std::string>& names) {
  refuse("table " + table.name.text() + " has no column " + std::string(name),
         nearest_hint(name, names, "columns"));
}

}  // namespace

bool same_name(std::string_view one, std::string_view other, const Rules& rules) {
  return rules.folds_case ? equal_ignoring_case(one, other) : one == other;
}

bool contains_name(const std::vector<std::string>& names, std::string_view name,
                   const Rules& rules) {
  return std::ranges::any_of(names,
                             [&](const std::string& one) { return same_name(one, name, rules); });
}

const Table* find_table(const Catalog& catalog, const ObjectName& name, const Rules& rules) {
  return find_object(catalog.tables, name, rules);
}

Table* find_table(Catalog& catalog, const ObjectName& name, const Rules& rules) {
  return find_object(catalog.tables, name, rules);
}

const View* find_view(const Catalog& catalog, const ObjectName& name, const Rules& rules) {
  return find_object(catalog.views, name, rules);
}

View* find_view(Catalog& catalog, const ObjectName& name, const Rules& rules) {
  return find_object(catalog.views, name, rules);
}

const Column* find_column(const Table& table, std::string_view name, const Rules& rules) {
  return find_named(table.columns, name, rules);
}

Column* find_column(Table& table, std::string_view name, const Rules& rules) {
  return find_named(table.columns, name, rules);
}

const Column* find_column(const Catalog& catalog, const Table& table, std::string_view name,
                          const Rules& rules) {
  if (const Column* own = find_column(table, name, rules); own != nullptr) return own;
  std::vector<ObjectName> parents = table.inherits;
  if (table.partition_of) parents.push_back(table.partition_of->parent);
  for (const ObjectName& parent : parents) {
    const Table* found = find_table(catalog, parent, rules);
    if (found == nullptr) continue;
    if (const Column* column = find_column(catalog, *found, name, rules)) return column;
  }
  return nullptr;
}

const Constraint* find_constraint(const Table& table, std::string_view name, const Rules& rules) {
  const auto found = std::ranges::find_if(table.constraints, [&](const Constraint& constraint) {
    return !name.empty() && same_name(name_of(constraint), name, rules);
  });
  return found == table.constraints.end() ? nullptr : &*found;
}

const std::string& name_of(const Constraint& constraint) {
  return std::visit([](const auto& one) -> const std::string& { return one.name; }, constraint);
}

std::string& name_of(Constraint& constraint) {
  return std::visit([](auto& one) -> std::string& { return one.name; }, constraint);
}

const std::vector<std::string>& columns_of(const Constraint& constraint) {
  static const std::vector<std::string> none;
  if (const auto* key = std::get_if<PrimaryKey>(&constraint)) return key->columns;
  if (const auto* unique = std::get_if<Unique>(&constraint)) return unique->columns;
  if (const auto* foreign = std::get_if<ForeignKey>(&constraint)) return foreign->columns;
  return none;
}

bool is_made_first(const OtherObject& object) {
  constexpr std::array<std::string_view, 5> late{"EVENT TRIGGER", "PUBLICATION", "FOREIGN TABLE",
                                                 "RULE", "STATISTICS"};
  return object.table.empty() && std::ranges::find(late, object.kind) == late.end();
}

ObjectName identity_sequence(const ObjectName& table, const std::string& column) {
  return {table.schema, table.name + "_" + column + "_seq"};
}

const PrimaryKey* primary_key(const Table& table) {
  for (const Constraint& constraint : table.constraints) {
    if (const auto* key = std::get_if<PrimaryKey>(&constraint)) return key;
  }
  return nullptr;
}

const Index* find_index(const std::vector<Index>& indexes, std::string_view name,
                        const Rules& rules) {
  return find_named(indexes, name, rules);
}

const Table& require_table(const Catalog& catalog, const ObjectName& name, const Rules& rules) {
  if (const Table* found = find_table(catalog, name, rules); found != nullptr) return *found;
  if (find_view(catalog, name, rules) != nullptr) refuse(name.text() + " is a view, not a table");
  refuse("there is no table " + name.text(),
         nearest_hint(name.text(), names_of_tables(catalog), "tables"));
}

const Column& require_column(const Table& table, std::string_view name, const Rules& rules) {
  return require_column(Catalog{}, table, name, rules);
}

const Column& require_column(const Catalog& catalog, const Table& table, std::string_view name,
                             const Rules& rules) {
  if (const Column* found = find_column(catalog, table, name, rules)) return *found;
  refuse_column(table, name, names_of_columns(catalog, table, rules));
}

std::string nearest_hint(std::string_view wanted, const std::vector<std::string>& names,
                         std::string_view plural) {
  if (std::string near = did_you_mean(wanted, names); !near.empty()) return near;
  if (names.empty()) return {};
  std::vector<std::string> shown(
      names.begin(),
      names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most_names_shown)));
  std::string list = "the " + std::string(plural) + " are " + join(shown, ", ");
  if (shown.size() < names.size())
    list += " and " + std::to_string(names.size() - shown.size()) + " more";
  return list;
}

}  // namespace aludel
