#include <algorithm>

#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

/// What a column has of its own beside the parent's: those that inherit all are not repeated.
bool adds_nothing(const Column& column, const Table& parent) {
  const auto inherited = std::ranges::find(parent.columns, column.name, &Column::name);
  return inherited != parent.columns.end() && column.comment.empty() &&
         column.nullable == inherited->nullable && column.default_sql == inherited->default_sql &&
         column.generated == inherited->generated;
}

/// Children after their parents, whose columns must still be whole.
void drop_inherited(Reading& reading, const std::set<std::pair<Oid, std::string>>& inherited) {
  std::vector<std::pair<Table*, std::vector<Column>>> kept;
  for (const auto& [number, parents] : reading.parents) {
    Table* table = reading.table(number);
    std::vector<Column> columns;
    for (Column& column : table->columns) {
      const bool is_inherited = inherited.contains({number, column.name});
      column.inherited = is_inherited && !table->partition_of;
      const bool same = is_inherited && std::ranges::any_of(parents, [&](Oid parent) {
                          const Table* of = reading.table(parent);
                          return of != nullptr && adds_nothing(column, *of);
                        });
      if (!same) columns.push_back(column);
    }
    kept.emplace_back(table, std::move(columns));
  }
  for (auto& [table, columns] : kept) table->columns = std::move(columns);
}

}  // namespace

void read_columns(Reading& reading) {
  std::set<std::pair<Oid, std::string>> inherited;
  std::unordered_map<std::string, Type> types;  // parsed once each: there are few
  for (const auto& row : reading.rows(R"sql(
SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
  CASE WHEN d.oid IS NOT NULL THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) END,
  a.attidentity, a.attgenerated, a.attcollation, t.typcollation, a.attislocal
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
  AND c.relpersistence <> 't' AND c.relnamespace = ANY($schemas)
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum)sql")) {
    const Oid number = oid(row[0]);
    const auto found = reading.relations.find(number);
    if (found == reading.relations.end()) continue;
    const int position = small(row[1]);
    found->second.columns.resize(static_cast<std::size_t>(position) + 1);
    found->second.columns.back() = {.name = text(row[2]), .collation = oid(row[8])};
    Table* table = reading.table(number);
    if (table == nullptr) continue;
    auto [type, is_new] = types.try_emplace(text(row[3]));
    if (is_new) type->second = type_from_server(type->first);
    Column column{.name = text(row[2]),
                  .type = type->second,
                  .nullable = !truth(row[4]),
                  .collation = reading.collation(oid(row[8]), oid(row[9])),
                  .comment = reading.comment(of_relation, number, position)};
    const std::string generated = text(row[7]);
    if (generated.empty()) {
      column.default_sql = row[5];
    } else {
      column.generated = Generated{.expression = text(row[5]), .stored = generated == "s"};
    }
    if (row[6] == "a" || row[6] == "d") column.identity = Identity{.always = row[6] == "a"};
    if (!truth(row[10])) inherited.emplace(number, column.name);
    table->columns.push_back(std::move(column));
  }
  drop_inherited(reading, inherited);
}

}  // namespace aludel::postgresql
