#include "aludel/catalog.hpp"
#include "base/text.hpp"
#include "catalog/order.hpp"
#include "catalog/signature.hpp"

namespace aludel {

namespace {

struct Content {
  std::string operator()(const PrimaryKey& key) const { return join(key.columns, ","); }
  std::string operator()(const Unique& unique) const { return join(unique.columns, ","); }
  std::string operator()(const ForeignKey& key) const {
    return join(key.columns, ",") + ">" + key.table.text() + "(" + join(key.referred, ",");
  }
  std::string operator()(const Check& check) const { return check.expression; }
  std::string operator()(const Exclusion& exclusion) const {
    std::string text = exclusion.method;
    for (const auto& element : exclusion.elements) text += "," + element.expression + element.op;
    return text + exclusion.where;
  }
};

void sort_members(Domain& domain) {
  sort_objects(domain.checks);
}
void sort_members(Table& table) {
  table = sorted(std::move(table));
}
void sort_members(View& view) {
  sort_objects(view.indexes);
}
void sort_members(Function& function) {
  function.signature = signature_of(function);
}
void sort_members(Policy& policy) {
  std::ranges::sort(policy.roles);
}
void sort_members(Grant& grant) {
  std::ranges::sort(grant.privileges);
}

template <typename Object>
void sort_all(std::vector<Object>& objects) {
  for (Object& object : objects) {
    if constexpr (requires { sort_members(object); }) sort_members(object);
  }
  sort_objects(objects);
}

}  // namespace

std::tuple<std::size_t, std::string, std::string> sort_key(const Constraint& constraint) {
  return {constraint.index(), std::visit([](const auto& one) { return one.name; }, constraint),
          std::visit(Content{}, constraint)};
}

Table sorted(Table table) {
  sort_objects(table.constraints);
  sort_objects(table.indexes);
  return table;
}

Catalog sorted(Catalog catalog) {
  sort_all(catalog.schemas);
  sort_all(catalog.extensions);
  sort_all(catalog.enums);
  sort_all(catalog.domains);
  sort_all(catalog.sequences);
  sort_all(catalog.tables);
  sort_all(catalog.views);
  sort_all(catalog.functions);
  sort_all(catalog.triggers);
  sort_all(catalog.policies);
  sort_all(catalog.grants);
  sort_all(catalog.composites);
  sort_all(catalog.others);
  sort_all(catalog.settings);
  return catalog;
}

}  // namespace aludel
