#include <regex>

#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"

namespace aludel::postgresql {

namespace {

/// The server writes the marks of CYCLE in a way that it does not read: `TO 'y'::text`.
std::string with_marks_mended(std::string query) {
  static const std::regex mark(R"re(\b(TO|DEFAULT) ('(?:[^']|'')*')::([a-z][a-z ]*[a-z]))re");
  const std::size_t cycle = query.find(" CYCLE ");
  if (cycle == std::string::npos) return query;
  return query.substr(0, cycle) + std::regex_replace(query.substr(cycle), mark, "$1 $3 $2",
                                                     std::regex_constants::format_default);
}

}  // namespace

void read_views(Reading& reading) {
  for (const auto& row :
       reading.rows("SELECT oid, pg_catalog.pg_get_viewdef(oid) FROM pg_catalog.pg_class WHERE "
                    "relkind IN ('v', 'm') AND relnamespace = ANY($schemas)")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation == nullptr) continue;
    std::string query(trim(text(row[1])));
    if (query.ends_with(';')) query.pop_back();
    reading.catalog.views[relation->place].query =
        as_read_again(with_marks_mended(std::move(query))).text;
  }
}

}  // namespace aludel::postgresql
