// Relations: what there is, and what is said of tables as a whole.
#include <algorithm>

#include "dialect/postgresql/inspect.hpp"

namespace aludel::postgresql {

namespace {

void add_table(Reading& reading, const std::vector<Value>& row, Relation& relation) {
  relation.place = reading.catalog.tables.size();
  Table table{.name = relation.name, .comment = reading.comment(of_relation, oid(row[0]))};
  table.unlogged = row[4] == "u";
  table.row_security = truth(row[5]);
  table.force_row_security = truth(row[6]);
  table.options = options(row[7]);
  for (auto& [name, value] : options(row[8])) table.options.emplace_back("toast." + name, value);
  table.partition_by = text(row[10]);
  if (row[9]) table.partition_of = PartitionOf{.parent = {}, .bound = *row[9]};
  reading.catalog.tables.push_back(std::move(table));
}

void read_parents(Reading& reading) {
  for (const auto& row : reading.rows(
           "SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits ORDER BY 1, inhseqno")) {
    Table* table = reading.table(oid(row[0]));
    const Relation* parent = reading.relation(oid(row[1]));
    if (table == nullptr || parent == nullptr) continue;
    reading.parents[oid(row[0])].push_back(oid(row[1]));
    if (table->partition_of) {
      table->partition_of->parent = parent->name;
    } else {
      table->inherits.push_back(parent->name);
    }
  }
}

}  // namespace

void read_relations(Reading& reading) {
  for (const auto& row : reading.rows(R"sql(
SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
  c.relforcerowsecurity, c.reloptions, t.reloptions,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END
FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND c.relpersistence <> 't'
  AND c.relnamespace = ANY($schemas))sql")) {
    const Oid number = oid(row[0]);
    if (reading.is_of_extension(of_relation, number)) continue;
    Relation relation{.kind = text(row[3]).front(), .name = reading.name(row[1], row[2])};
    switch (relation.kind) {
      case 'c': continue;  // a type's
      case 'r':
      case 'p':
        if (reading.left_out.contains(relation.name)) continue;
        add_table(reading, row, relation);
        break;
      case 'v':
      case 'm':
        relation.place = reading.catalog.views.size();
        reading.catalog.views.push_back({.name = relation.name,
                                         .query = {},
                                         .materialized = relation.kind == 'm',
                                         .options = options(row[7]),
                                         .comment = reading.comment(of_relation, number)});
        break;
      default: break;
    }
    reading.relations.emplace(number, std::move(relation));
  }
  read_parents(reading);
}

}  // namespace aludel::postgresql
