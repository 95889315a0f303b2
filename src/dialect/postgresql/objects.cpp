#include "dialect/postgresql/objects.hpp"

#include "dialect/postgresql/bound.hpp"
#include "dialect/postgresql/conversion.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/render.hpp"

namespace aludel::postgresql {

const ObjectFunctions& object_functions() {
  static const ObjectFunctions functions{
      .rules = {.dialect = "postgresql", .column_takes_its_users = true},
      .inspect = &inspect,
      .bound = &bound,
      .render = &render,
      .render_online = &render_online,
      .insert_apart = &copy_statement,
      .conversion = &conversion};
  return functions;
}

}  // namespace aludel::postgresql
