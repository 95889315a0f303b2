#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/testing/random_catalog.hpp"

namespace aludel::testing {

inline TableChange random_change(Random& random, const Table& table, const Catalog& catalog) {
  const std::string column = chance(random, 95) ? any_column(random, table) : "nothere";
  const std::string constraint =
      table.constraints.empty() ? "none" : name_of(any_of(random, table.constraints));
  switch (below(random, 14)) {
    case 0: return AddColumn{random_column(random, random_name(random))};
    case 1: return DropColumn{column};
    case 2: return AlterColumn{.name = column, .type = random_type(random)};
    case 3: return AlterColumn{.name = column, .nullable = chance(random, 50), .comment = "new"};
    case 4: return AlterColumn{.name = column, .default_sql = std::optional<std::string>()};
    case 5:
    case 6: return RenameColumn{column, random_name(random)};
    case 7: return AddConstraint{random_constraint(random, table, catalog, random_name(random))};
    case 8: return DropConstraint{.name = constraint};
    case 9: return RenameConstraint{constraint, random_name(random)};
    case 10: return ValidateConstraint{constraint};
    case 11: return SetTableOption{"fillfactor", "70"};
    case 12: return SetRowSecurity{.enabled = chance(random, 50)};
    default: return SetTableComment{"about it"};
  }
}

inline Operation random_alter(Random& random, const Catalog& catalog) {
  const Table& table = any_of(random, catalog.tables);
  AlterTable alter{.name = table.name, .changes = {}};
  for (std::size_t count = 1 + below(random, 3); count > 0; --count) {
    alter.changes.push_back(random_change(random, table, catalog));
  }
  return alter;
}

/// One that can be applied more often than not.
inline Operation random_operation(Random& random, const Catalog& catalog, const Rules& rules) {
  if (catalog.tables.empty()) {
    return CreateTable{random_table(random, catalog, "t" + random_name(random), rules)};
  }
  const Table& table = any_of(random, catalog.tables);
  const std::string index = table.indexes.empty() ? "none" : any_of(random, table.indexes).name;
  const std::string view = catalog.views.empty() ? "none" : any_of(random, catalog.views).name.name;
  const Grant grant{.object = table.name,
                    .role = "app",
                    .privileges = {chance(random, 50) ? "SELECT" : "UPDATE"},
                    .with_grant_option = chance(random, 30)};
  const std::vector<std::string> values{"happy", "so so", "sad", "new"};
  const ObjectName mood("app.mood");
  switch (below(random, 32)) {
    case 0:
      return CreateTable{random_table(random, catalog, "t" + random_name(random), rules),
                         chance(random, 20)};
    case 1: return DropTable{.name = table.name, .cascade = chance(random, 30)};
    case 2:
    case 3: return RenameTable{table.name, random_name(random)};
    case 4:
      return CreateIndex{.table = table.name,
                         .index = random_index(random, table, "ix" + random_name(random))};
    case 5: return DropIndex{.table = table.name, .name = index};
    case 6: return RenameIndex{table.name, index, random_name(random)};
    case 7: return CreateView{random_view(random, catalog, "v" + random_name(random))};
    case 8: return CreateView{random_view(random, catalog, view), true};
    case 9: return DropView{.name = view, .cascade = chance(random, 30)};
    case 10:
      return CreateTrigger{{.name = random_name(random),
                            .table = table.name,
                            .timing = "BEFORE INSERT",
                            .action = "FOR EACH ROW EXECUTE FUNCTION f()"}};
    case 11: return DropTrigger{"note", table.name};
    case 12: return GrantPrivileges{grant};
    case 13: return RevokePrivileges{grant};
    case 14:
      return AddEnumValue{
          .name = mood, .value = any_of(random, values), .before = chance(random, 50) ? "sad" : ""};
    case 15: return RenameEnumValue{mood, any_of(random, values), any_of(random, values)};
    case 16: return RemoveEnumValue{.name = mood, .value = any_of(random, values)};
    case 17: return CreateSequence{{.name = random_name(random)}};
    case 18: return AlterSequence{"numbers", {.start = 5}};
    case 19: return CreatePolicy{{.name = random_name(random), .table = table.name}};
    case 20: return DropPolicy{"own", table.name};
    case 21: return SetComment{.kind = ObjectKind::view, .object = view, .comment = "seen"};
    case 22:
      return ChangeSetting{
          {.kind = "STATISTICS",
           .object = table.name,
           .part = "id",
           .value = chance(random, 70) ? std::to_string(below(random, 90)) : std::string()}};
    case 23:
      return AlterObject{
          Domain{.name = "app.price", .type = numeric(12, 2), .nullable = chance(random, 50)}};
    case 24: return AlterObject{Enum{.name = mood, .values = {"sad", "happy", "so so"}}};
    case 25: return DropObject{"AGGREGATE", "total(integer)"};
    default: return random_alter(random, catalog);
  }
}

}  // namespace aludel::testing
