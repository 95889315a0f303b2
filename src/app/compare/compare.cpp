#include "app/compare/compare.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "app/compare/asked_renames.hpp"
#include "app/compare/compare_rights.hpp"
#include "base/code.hpp"
#include "catalog/apply.hpp"
#include "catalog/describe.hpp"
#include "diff/same_spelling.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Whether there are rows now; of what is not there, no. Where nobody can be asked, there are.
HoldsRows rows_in(const Catalog& state, const Dialect& dialect, Connection* live) {
  std::set<ObjectName> tables;
  for (const Table& table : state.tables) tables.insert(table.name);
  return [tables = std::move(tables), sql = dialect.sql(), live](const ObjectName& table) {
    if (!tables.contains(table)) return false;
    if (live == nullptr) return true;
    const std::string schema =
        table.schema.empty() ? std::string() : quote_identifier(table.schema, sql) + ".";
    return !live->query("SELECT 1 FROM " + schema + quote_identifier(table.name, sql) + " LIMIT 1")
                .rows.empty();
  };
}

/// A table that is renamed has its rows.
HoldsRows under_old_names(HoldsRows look, const std::vector<Rename>& renamed) {
  std::map<ObjectName, ObjectName> old_names;
  for (const Rename& rename : renamed) {
    if (rename.kind == Rename::Kind::table)
      old_names.emplace(ObjectName(rename.object.schema, rename.to), rename.object);
  }
  return [look = std::move(look), old_names = std::move(old_names)](const ObjectName& table) {
    const auto found = old_names.find(table);
    return look(found == old_names.end() ? table : found->second);
  };
}

/// Each table is looked into once.
HoldsRows with_memory(HoldsRows look) {
  return [look = std::move(look),
          known = std::make_shared<std::map<ObjectName, bool>>()](const ObjectName& table) {
    const auto found = known->find(table);
    return found != known->end() ? found->second : known->emplace(table, look(table)).first->second;
  };
}

bool drops(const Operation& operation) {
  const auto* alter = std::get_if<AlterTable>(&operation);
  if (alter != nullptr) {
    return std::ranges::any_of(alter->changes, [](const TableChange& change) {
      return std::holds_alternative<DropColumn>(change) ||
             std::holds_alternative<DropConstraint>(change);
    });
  }
  return describe(operation).starts_with("drop ");
}

/// Adds to `what` that objects which are neither in the models nor made by revisions stay.
LeftAlone with_not_ours(const LeftAlone& what, const Catalog& history, const Rules& rules,
                        std::vector<std::string>& not_ours) {
  LeftAlone all = what;
  auto made = std::make_shared<const ObjectSet>(history, rules);
  all.object = [before = what.object, made, &not_ours](const CatalogObject& object, bool in_live,
                                                       bool in_wanted) {
    if (before && before(object, in_live, in_wanted)) return true;
    if (!in_live || in_wanted || made->contains(object)) return false;
    not_ours.push_back(describe(object));
    return true;
  };
  return all;
}

/// What revisions have made is theirs under its new name.
Catalog renamed_too(Catalog history, const std::vector<Operation>& renames, const Rules& rules) {
  for (const Operation& rename : renames) {
    try {
      apply(history, rename, rules);
    } catch (const Error& error) {
      if (error.diagnostic().code != info(Code::bad_operation).id) throw;  // they have not made it
    }
  }
  return history;
}

/// A new column that no row has a value for, and that wants one.
void find_missing_values(ComparedStates& compared) {
  if (!compared.holds_rows) return;
  for (RenderedChange& change : compared.changes) {
    const auto* alter = std::get_if<AlterTable>(&change.operation);
    if (alter == nullptr || !compared.holds_rows(alter->name)) continue;
    for (const TableChange& one : alter->changes) {
      const auto* add = std::get_if<AddColumn>(&one);
      if (add == nullptr || add->column.nullable || add->column.default_sql ||
          add->column.identity || add->column.generated)
        continue;
      change.hazards.push_back(
          {"missing-value", "no row of " + alter->name.text() + " has a value for column " +
                                add->column.name +
                                ", which must not be null: add it with a default, or without NOT "
                                "NULL, fill it, and then set NOT NULL"});
    }
  }
}

/// A table without rows is read and written in no time.
void forget_quick_work(ComparedStates& compared) {
  if (!compared.holds_rows) return;
  for (RenderedChange& change : compared.changes) {
    const ObjectName* table = table_of(change.operation);
    if (table == nullptr || compared.holds_rows(*table)) continue;
    std::erase_if(change.hazards, [](const Hazard& hazard) { return hazard.code != "data-loss"; });
  }
}

}  // namespace

ComparedStates compare(const KnownState& from, const KnownState& to, const Dialect& dialect,
                       Connection* live, const CompareOptions& options) {
  const ObjectFunctions& objects = dialect.objects();
  // A state of nothing comes from no server.
  const int version = std::max(from.server_version, to.server_version);
  AskedRenames renames = asked_renames(from.objects.catalog, options, dialect, version);
  ComparedStates result;
  Catalog respelled;
  if (objects.rules.folds_case)
    respelled = spelled_as(to.objects.catalog, from.objects.catalog, objects.rules);
  const Catalog& asked_for = objects.rules.folds_case ? respelled : to.objects.catalog;
  Catalog wanted = with_left_alone(asked_for, renames.after, options.left_alone, objects.rules);
  Difference found = difference(renames.after, wanted, objects.rules, objects.conversion);
  if (options.history && std::ranges::any_of(found.operations, drops)) {
    const Catalog made = renamed_too(options.history(), renames.operations, objects.rules);
    const LeftAlone all = with_not_ours(options.left_alone, made, objects.rules, result.not_ours);
    wanted = with_left_alone(asked_for, renames.after, all, objects.rules);
    found = difference(renames.after, wanted, objects.rules, objects.conversion);
  }
  result.unclear = unclear_renames(renames, wanted, objects.rules);
  std::vector<Operation> operations = std::move(renames.operations);
  std::ranges::move(found.operations, std::back_inserter(operations));
  result.renamed = std::move(renames.renamed);
  result.refusals = std::move(found.refusals);
  result.after = {from.objects, version};
  if (options.online) {
    result.holds_rows =
        options.holds_rows ? options.holds_rows : rows_in(from.objects.catalog, dialect, live);
    result.holds_rows = with_memory(under_old_names(result.holds_rows, result.renamed));
  }
  result.changes = rendered_changes(dialect, result.after.objects.catalog, operations, version,
                                    result.holds_rows, result.refusals);
  if (to.rights) {
    compare_rights(from.rights.value_or(Rights{.user = to.rights->user}), *to.rights,
                   options.left_alone, result.changes);
    result.after.rights = to.rights;
    std::erase_if(result.not_compared,
                  [](const std::string& one) { return one.starts_with("default privileges"); });
  }
  if (!to.rights && (from.rights || live != nullptr) && dialect.sql() == SqlDialect::postgresql &&
      std::ranges::any_of(found.operations, drops)) {
    result.after.rights = from.rights ? *from.rights : read_rights(*live, {});
    keep_owners(*result.after.rights, result.changes);
  }
  find_hazards(result.changes, dialect, version, live);
  forget_quick_work(result);
  find_missing_values(result);
  result.wanted.server_version = version;
  result.wanted.objects.catalog = std::move(wanted);
  std::ranges::set_union(from.objects.not_covered, to.objects.not_covered,
                         std::back_inserter(result.not_compared));
  return result;
}

}  // namespace aludel
