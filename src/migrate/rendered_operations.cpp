#include "migrate/rendered_operations.hpp"

#include <utility>

#include "catalog/creation.hpp"
#include "catalog/describe.hpp"
#include "catalog/relation_names.hpp"

namespace aludel {

void render_operations(const ObjectFunctions& objects, Catalog before,
                       std::vector<Operation> operations, int server_version,
                       const std::function<void(const Operation&, const Rendering&)>& run) {
  RelationNames names(objects.rules.folds_case);
  Rules rules = objects.rules;
  rules.relations = &names;
  for (Operation& operation : operations) {
    const std::string what = describe(operation);
    try {
      const Operation bound = objects.bound(std::move(operation), before, server_version);
      run(bound, objects.render(bound, before, server_version));
      apply(before, bound, rules);
      names.follow(bound);
    } catch (Error& error) {
      // The server's words say nothing of which object it was about.
      error.diagnostic().notes.push_back("this was to " + what);
      throw;
    }
  }
}

void render_creation(const ObjectFunctions& objects, const Catalog& catalog, int server_version,
                     const std::function<void(const Rendering&)>& run) {
  render_operations(objects, {}, creation(catalog, objects.rules), server_version,
                    [&](const Operation&, const Rendering& rendering) { run(rendering); });
}

}  // namespace aludel
