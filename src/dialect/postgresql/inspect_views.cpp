#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

void read_views(Reading& reading) {
  for (const auto& row :
       reading.rows("SELECT oid, pg_catalog.pg_get_viewdef(oid) FROM pg_catalog.pg_class WHERE "
                    "relkind IN ('v', 'm') AND relnamespace = ANY($schemas)")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation == nullptr) continue;
    std::string query(trim(text(row[1])));
    if (query.ends_with(';')) query.pop_back();
    reading.catalog.views[relation->place].query = std::move(query);
  }
}

}  // namespace aludel::postgresql
