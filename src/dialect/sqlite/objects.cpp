#include "dialect/sqlite/objects.hpp"

#include "dialect/sqlite/bound.hpp"
#include "dialect/sqlite/inspect.hpp"
#include "dialect/sqlite/render.hpp"
#include "dialect/sqlite/rules.hpp"

namespace aludel::sqlite {

namespace {

/// By affinity, when a table is made anew; what it would lose is looked for there.
std::optional<std::string> conversion(const Column&, const Type&) {
  return "";
}

}  // namespace

const ObjectFunctions& object_functions() {
  static const ObjectFunctions functions{.rules = rules,
                                         .inspect = inspect,
                                         .bound = bound,
                                         .render = render,
                                         .render_online = nullptr,
                                         .insert_apart = insert_for_each_row,
                                         .conversion = conversion};
  return functions;
}

}  // namespace aludel::sqlite
