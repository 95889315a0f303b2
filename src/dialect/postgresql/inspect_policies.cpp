#include "dialect/postgresql/inspect.hpp"

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
  for (const auto& row : reading.rows(R"sql(
SELECT p.oid, p.polrelid, p.polname, p.polcmd, NOT p.polpermissive,
  (SELECT array_agg(rolname ORDER BY rolname) FROM pg_catalog.pg_roles r WHERE r.oid = ANY(p.polroles)),
  pg_catalog.pg_get_expr(p.polqual, p.polrelid, true), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid, true)
FROM pg_catalog.pg_policy p)sql")) {
    const Table* table = reading.table(oid(row[1]));
    if (table == nullptr) continue;
    reading.catalog.policies.push_back({.name = text(row[2]),
                                        .table = table->name,
                                        .command = command(row[3]),
                                        .restrictive = truth(row[4]),
                                        .roles = elements(row[5]),
                                        .using_expression = text(row[6]),
                                        .with_check = text(row[7]),
                                        .comment = reading.comment(of_policy, oid(row[0]))});
  }
}

}  // namespace aludel::postgresql
