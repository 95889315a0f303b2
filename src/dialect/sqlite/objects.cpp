#include "dialect/sqlite/objects.hpp"

namespace aludel::sqlite {

const ObjectFunctions& object_functions() {
  static const ObjectFunctions functions{};
  return functions;
}

}  // namespace aludel::sqlite
