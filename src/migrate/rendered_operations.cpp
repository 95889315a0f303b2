#include "migrate/rendered_operations.hpp"

#include <utility>

#include "catalog/creation.hpp"
#include "catalog/describe.hpp"
#include "catalog/relation_names.hpp"

namespace aludel {

void render_creation(const ObjectFunctions& objects, const Catalog& catalog, CatalogOf from,
                     int server_version, const std::function<void(const Rendering&)>& run) {
  RelationNames names(objects.rules.folds_case);
  Rules rules = objects.rules;
  rules.relations = &names;
  Catalog before;
  for (Operation& operation : creation(catalog, objects.rules)) {
    const std::string what = describe(operation);
    try {
      if (from == CatalogOf::models)
        operation = objects.bound(std::move(operation), before, server_version);
      run(objects.render(operation, before, server_version));
      apply(before, operation, rules);
      names.follow(operation);
    } catch (Error& error) {
      // The server's words say nothing of which object it was about.
      error.diagnostic().notes.push_back("this was to " + what);
      throw;
    }
  }
}

}  // namespace aludel
