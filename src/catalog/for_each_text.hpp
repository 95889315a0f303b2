#pragma once

#include "catalog/describe.hpp"

namespace aludel {

/// Calls `see(subject, text)` for every expression and query of a catalog, but for the defaults of
/// columns and the bodies of functions: `see("check positive of table prices", sql)`. `Of` is a
/// Catalog, const or not.
template <typename Of, typename See>
void for_each_text(Of& catalog, const See& see) {
  const auto see_index = [&](auto& index, const std::string& of) {
    for (auto& part : index.parts) see("index " + index.name + of, part.expression);
    see("index " + index.name + of, index.where);
  };
  for (auto& table : catalog.tables) {
    const std::string of = " of table " + table.name.text();
    for (auto& column : table.columns) {
      if (column.generated) see("column " + column.name + of, column.generated->expression);
    }
    for (auto& constraint : table.constraints) {
      const std::string subject = describe(constraint) + of;
      if (auto* check = std::get_if<Check>(&constraint)) see(subject, check->expression);
      if (auto* exclusion = std::get_if<Exclusion>(&constraint)) {
        for (auto& element : exclusion->elements) see(subject, element.expression);
        see(subject, exclusion->where);
      }
    }
    for (auto& index : table.indexes) see_index(index, of);
  }
  for (auto& view : catalog.views) {
    see("view " + view.name.text(), view.query);
    for (auto& index : view.indexes) see_index(index, " of view " + view.name.text());
  }
  for (auto& domain : catalog.domains) {
    for (auto& check : domain.checks)
      see(describe(Constraint(check)) + " of domain " + domain.name.text(), check.expression);
  }
  for (auto& trigger : catalog.triggers)
    see("trigger " + trigger.name + " of table " + trigger.table.text(), trigger.action);
  for (auto& policy : catalog.policies) {
    const std::string subject = "policy " + policy.name + " of table " + policy.table.text();
    see(subject, policy.using_expression);
    see(subject, policy.with_check);
  }
}

}  // namespace aludel
