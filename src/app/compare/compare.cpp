#include "app/compare/compare.hpp"

#include <algorithm>

#include "app/compare/asked_renames.hpp"

namespace aludel {

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
  result.changes =
      rendered_changes(dialect, result.after.objects.catalog, operations, version, result.refusals);
  result.hazards = hazards_of(result.changes, dialect, version, live);
  std::ranges::set_union(from.objects.not_covered, to.objects.not_covered,
                         std::back_inserter(result.not_compared));
  return result;
}

}  // namespace aludel
