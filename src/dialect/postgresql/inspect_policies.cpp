#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"

namespace aludel::postgresql {

namespace {

std::string command(const Value& letter) {
  switch (text(letter).front()) {
    case 'r': return "SELECT";
    case 'a': return "INSERT";
    case 'w': return "UPDATE";
    case 'd': return "DELETE";
    default: return "ALL";
  }
}

}  // namespace

void read_policies(Reading& reading) {
  const std::string conditions = condition_sql("p.polqual", "p.polrelid") + ", " +
                                 condition_sql("p.polwithcheck", "p.polrelid");
  for (const auto& row : reading.rows(R"sql(
SELECT p.oid, p.polrelid, p.polname, p.polcmd, NOT p.polpermissive,
  (SELECT array_agg(rolname ORDER BY rolname) FROM pg_catalog.pg_roles r WHERE r.oid = ANY(p.polroles)),
  )sql" + conditions + " FROM pg_catalog.pg_policy p")) {
    const Table* table = reading.table(oid(row[1]));
    if (table == nullptr) continue;
    reading.catalog.policies.push_back({.name = text(row[2]),
                                        .table = table->name,
                                        .command = command(row[3]),
                                        .restrictive = truth(row[4]),
                                        .roles = elements(row[5]),
                                        .using_expression = condition_text(text(row[6])),
                                        .with_check = condition_text(text(row[7])),
                                        .comment = reading.comment(of_policy, oid(row[0]))});
  }
}

}  // namespace aludel::postgresql
