#include <map>

#include "base/text.hpp"
#include "migrate/seeds/seed_table.hpp"

namespace aludel::seed_tables {

namespace {

std::string text(const std::vector<Value>& row, std::size_t column) {
  return row.at(column).value_or("");
}

Result ask(Connection& connection, const std::string& sql, const std::string& id) {
  return connection.query(Request{.sql = sql, .parameters = {id}});
}

/// Names of columns as rows, in order, of the constraint or index `number`.
template <typename Each>
void each_numbered(const Result& found, Each each) {
  for (const auto& row : found.rows) each(integer(row.at(0)).value_or(0), row);
}

}  // namespace

std::vector<Found> find_postgresql(Connection& connection, const std::string& schema,
                                   const std::string& name) {
  // Exact names come before those that differ in case, and only the best are answered.
  const Result result = connection.query(Request{
      .sql = "SELECT id, kind FROM (SELECT c.oid::text AS id, CASE WHEN c.relkind IN ('r', 'p') "
             "THEN 'table' WHEN c.relkind = 'f' THEN 'foreign table' WHEN c.relkind = 'm' THEN "
             "'materialized view' ELSE 'view' END AS kind, rank() OVER (ORDER BY (c.relname = $2 "
             "AND ($1 = '' OR n.nspname = $1)) DESC) AS r FROM pg_catalog.pg_class c JOIN "
             "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', "
             "'f', 'm', 'v') AND c.relpersistence <> 't' AND lower(c.relname) = lower($2) AND CASE "
             "WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE lower(n.nspname) = "
             "lower($1) END) AS found WHERE r = 1",
      .parameters = {schema, name}});
  std::vector<Found> found;
  for (const auto& row : result.rows) found.push_back({text(row, 0), text(row, 1)});
  return found;
}

std::vector<std::string> all_postgresql(Connection& connection) {
  std::vector<std::string> names;
  for (const auto& row :
       connection
           .query("SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN '' ELSE n.nspname "
                  "|| '.' END || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace "
                  "n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.relpersistence "
                  "<> 't' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' "
                  "AND c.relname NOT LIKE 'aludel\\_%' ORDER BY 1 LIMIT 5000")
           .rows)
    names.push_back(text(row, 0));
  return names;
}

SeedTable read_postgresql(Connection& connection, const std::string& id) {
  SeedTable table;
  const Result names =
      ask(connection,
          "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), CASE WHEN "
          "pg_catalog.pg_table_is_visible(c.oid) THEN '' ELSE n.nspname || '.' END || c.relname "
          "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
          "WHERE c.oid = $1::oid",
          id);
  table.name = text(names.rows.at(0), 0);
  table.shown = text(names.rows.at(0), 1);
  // A sequence belongs to an identity column, or the column's default depends on it.
  for (const auto& row :
       ask(connection,
           "SELECT a.attname, a.attgenerated <> '', a.attidentity = 'a', a.attnotnull, (SELECT "
           "quote_ident(sn.nspname) || '.' || quote_ident(s.relname) FROM pg_catalog.pg_class s "
           "JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace WHERE s.relkind = 'S' AND "
           "(EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
           "'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.refclassid = "
           "'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = "
           "a.attnum AND d.deptype = 'i') OR EXISTS (SELECT FROM pg_catalog.pg_attrdef ad JOIN "
           "pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = "
           "ad.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass WHERE ad.adrelid = "
           "a.attrelid AND ad.adnum = a.attnum AND d.refobjid = s.oid)) LIMIT 1), (SELECT CASE "
           "WHEN t.oid = 'uuid'::regtype THEN 'uuid' ELSE t.typcategory::text END FROM "
           "pg_catalog.pg_type t WHERE t.oid = a.atttypid) FROM "
           "pg_catalog.pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT "
           "a.attisdropped ORDER BY a.attnum",
           id)
           .rows) {
    table.columns.push_back({.name = text(row, 0),
                             .generated = row.at(1) == "t",
                             .always_identity = row.at(2) == "t",
                             .not_null = row.at(3) == "t",
                             .sequence = text(row, 4),
                             .category = text(row, 5)});
  }
  std::map<long long, std::vector<std::string>> keys;
  each_numbered(
      ask(connection,
          "SELECT i.indexrelid, i.indisprimary, a.attname FROM pg_catalog.pg_index i, "
          "unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) JOIN pg_catalog.pg_attribute a ON "
          "a.attrelid = $1::oid AND a.attnum = k.attnum WHERE i.indrelid = $1::oid AND "
          "i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place "
          "<= i.indnkeyatts ORDER BY i.indisprimary DESC, i.indexrelid, k.place",
          id),
      [&](long long number, const std::vector<Value>& row) {
        keys[number].push_back(text(row, 2));
        if (row.at(1) == "t") table.primary_key.push_back(text(row, 2));
      });
  for (auto& [number, columns] : keys) table.unique_keys.push_back(std::move(columns));
  std::map<long long, SeedTable::ForeignKey> foreign;
  each_numbered(
      ask(connection,
          "SELECT f.oid, a.attname, quote_ident(n.nspname) || '.' || quote_ident(p.relname), "
          "pa.attname, f.condeferrable FROM pg_catalog.pg_constraint f, unnest(f.conkey, "
          "f.confkey) WITH ORDINALITY AS k (own, other, place) JOIN pg_catalog.pg_attribute a ON "
          "a.attrelid = $1::oid AND a.attnum = k.own, pg_catalog.pg_class p JOIN "
          "pg_catalog.pg_namespace n ON n.oid = p.relnamespace, pg_catalog.pg_attribute pa WHERE "
          "f.conrelid = $1::oid AND f.contype = 'f' AND p.oid = f.confrelid AND pa.attrelid = "
          "p.oid AND pa.attnum = k.other AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint "
          "whole WHERE whole.oid = f.conparentid AND whole.conrelid = f.conrelid) ORDER BY f.oid, "
          "k.place",
          id),
      [&](long long number, const std::vector<Value>& row) {
        SeedTable::ForeignKey& each = foreign[number];
        each.columns.push_back(text(row, 1));
        each.parent = text(row, 2);
        each.parent_columns.push_back(text(row, 3));
        each.deferrable = row.at(4) == "t";
      });
  for (auto& [number, each] : foreign) table.foreign_keys.push_back(std::move(each));
  for (const auto& row :
       ask(connection,
           "SELECT DISTINCT c.conrelid::regclass::text FROM pg_catalog.pg_constraint c WHERE "
           "c.confrelid = $1::oid AND c.contype = 'f' AND c.confdeltype IN ('c', 'n', 'd') AND "
           "c.conparentid = 0 ORDER BY 1",
           id)
           .rows)
    table.followers.push_back(text(row, 0));
  for (const auto& row :
       ask(connection,
           "SELECT DISTINCT a.attname FROM pg_catalog.pg_constraint c, unnest(c.confkey) AS k "
           "(attnum), pg_catalog.pg_attribute a WHERE c.confrelid = $1::oid AND c.contype = 'f' "
           "AND a.attrelid = $1::oid AND a.attnum = k.attnum ORDER BY 1",
           id)
           .rows)
    table.referred_columns.push_back(text(row, 0));
  return table;
}

}  // namespace aludel::seed_tables
