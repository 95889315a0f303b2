#include "migrate/rendered_creation.hpp"

#include "catalog/creation.hpp"
#include "catalog/describe.hpp"

namespace aludel {

void render_creation(const ObjectFunctions& objects, const Catalog& catalog, int server_version,
                     const std::function<void(const Rendering&)>& run) {
  Catalog made;
  for (Operation& operation : creation(catalog)) {
    const std::string what = describe(operation);
    try {
      const Operation bound = objects.bound(std::move(operation), made, server_version);
      run(objects.render(bound, made, server_version));
      apply(made, bound, objects.rules);
    } catch (Error& error) {
      // The server's words say nothing of which object it was about.
      error.diagnostic().notes.push_back("this was to " + what);
      throw;
    }
  }
}

}  // namespace aludel
