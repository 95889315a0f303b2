// Enum types, domains and composite types.
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

void read_enums(Reading& reading) {
  Oid last = 0;
  for (const auto& row : reading.rows(R"sql(
SELECT t.oid, t.typnamespace, t.typname, e.enumlabel
FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
WHERE t.typtype = 'e' AND t.typnamespace = ANY($schemas) ORDER BY t.oid, e.enumsortorder)sql")) {
    const Oid number = oid(row[0]);
    if (reading.is_of_extension(of_type, number)) continue;
    if (number != last)
      reading.catalog.enums.push_back(
          {.name = reading.name(row[1], row[2]), .comment = reading.comment(of_type, number)});
    if (row[3]) reading.catalog.enums.back().values.push_back(*row[3]);
    last = number;
  }
}

void read_domains(Reading& reading) {
  Oid last = 0;
  for (const auto& row : reading.rows(R"sql(
SELECT t.oid, t.typnamespace, t.typname, pg_catalog.format_type(t.typbasetype, t.typtypmod),
  t.typnotnull, pg_catalog.pg_get_expr(t.typdefaultbin, 0, true),
  t.typcollation, b.typcollation,
  k.conname, )sql" + condition_sql("k.conbin", "0") +
                                      R"sql(, k.convalidated, k.oid
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid AND k.contype = 'c'
WHERE t.typtype = 'd' AND t.typnamespace = ANY($schemas) ORDER BY t.oid)sql")) {
    const Oid number = oid(row[0]);
    if (reading.is_of_extension(of_type, number)) continue;
    if (number != last)
      reading.catalog.domains.push_back({.name = reading.name(row[1], row[2]),
                                         .type = type_from_server(text(row[3])),
                                         .nullable = !truth(row[4]),
                                         .default_sql = row[5],
                                         .collation = reading.collation(oid(row[6]), oid(row[7])),
                                         .comment = reading.comment(of_type, number)});
    if (row[8])
      reading.catalog.domains.back().checks.push_back({.name = *row[8],
                                                       .expression = condition_text(text(row[9])),
                                                       .not_valid = !truth(row[10])});
    if (row[8])
      reading.set("COMMENT ON DOMAIN CONSTRAINT", reading.catalog.domains.back().name, *row[8],
                  reading.comment(of_constraint, oid(row[11])));
    last = number;
  }
}

void read_composites(Reading& reading) {
  Oid last = 0;
  for (const auto& row : reading.rows(R"sql(
SELECT t.oid, t.typnamespace, t.typname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
  a.attcollation, u.typcollation, c.oid, a.attnum
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_catalog.pg_type u ON u.oid = a.atttypid
WHERE t.typnamespace = ANY($schemas) ORDER BY t.oid, a.attnum)sql")) {
    const Oid number = oid(row[0]);
    if (reading.is_of_extension(of_type, number)) continue;
    if (number != last)
      reading.catalog.composites.push_back(
          {.name = reading.name(row[1], row[2]), .comment = reading.comment(of_type, number)});
    if (row[3])
      reading.catalog.composites.back().attributes.push_back(
          {.name = *row[3],
           .type = type_from_server(text(row[4])),
           .collation = reading.collation(oid(row[5]), oid(row[6])),
           .comment = reading.comment(of_relation, oid(row[7]), small(row[8]))});
    last = number;
  }
}

}  // namespace

void read_types(Reading& reading) {
  read_enums(reading);
  read_domains(reading);
  read_composites(reading);
}

}  // namespace aludel::postgresql
