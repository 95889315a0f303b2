#include "app/compare/compare.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "app/compare/asked_renames.hpp"
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

/// Each table is looked into once.
HoldsRows with_memory(HoldsRows look) {
  return [look = std::move(look),
          known = std::make_shared<std::map<ObjectName, bool>>()](const ObjectName& table) {
    const auto found = known->find(table);
    return found != known->end() ? found->second : known->emplace(table, look(table)).first->second;
  };
}

}  // namespace

ComparedStates compare(const KnownState& from, const KnownState& to, const Dialect& dialect,
                       Connection* live, const CompareOptions& options) {
  const ObjectFunctions& objects = dialect.objects();
  const Catalog& wanted = to.objects.catalog;
  // A state of nothing comes from no server.
  const int version = std::max(from.server_version, to.server_version);
  AskedRenames renames = asked_renames(from.objects.catalog, wanted, options, dialect, version);
  Difference found = difference(renames.after, wanted, objects.rules, objects.conversion);
  std::vector<Operation> operations = std::move(renames.operations);
  std::ranges::move(found.operations, std::back_inserter(operations));
  ComparedStates result;
  result.renamed = std::move(renames.renamed);
  result.unclear = std::move(renames.unclear);
  result.refusals = std::move(found.refusals);
  result.after = {from.objects, version};
  if (options.online) {
    result.holds_rows = with_memory(
        options.holds_rows ? options.holds_rows : rows_in(from.objects.catalog, dialect, live));
  }
  result.changes = rendered_changes(dialect, result.after.objects.catalog, operations, version,
                                    result.holds_rows, result.refusals);
  result.hazards = hazards_of(result.changes, dialect, version, live);
  std::ranges::set_union(from.objects.not_covered, to.objects.not_covered,
                         std::back_inserter(result.not_compared));
  return result;
}

}  // namespace aludel
