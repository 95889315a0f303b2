#include "dialect/postgresql/objects.hpp"

namespace aludel::postgresql {

const ObjectFunctions& object_functions() {
  static const ObjectFunctions functions{};
  return functions;
}

}  // namespace aludel::postgresql
