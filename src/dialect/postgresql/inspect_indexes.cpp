#include <algorithm>

#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

using Names = std::unordered_map<Oid, std::string>;

Names names(Reading& reading, const char* sql) {
  Names found;
  for (const auto& row : reading.rows(sql)) found[oid(row[0])] = text(row[1]);
  return found;
}

/// Names that index parts can have beside their own.
struct Vocabulary {
  Names methods;
  Names classes;  ///< but those that a type has by default
};

constexpr Oid default_collation = 100;

// Bits of pg_index.indoption.
constexpr Oid is_descending = 1;
constexpr Oid puts_nulls_first = 2;

/// Whether an expression has the collation from a column that it names.
bool takes_collation(const std::string& expression, const Relation& relation, Oid collation) {
  const std::vector<std::string> words = words_of(expression);
  return std::ranges::any_of(relation.columns, [&](const Relation::Attribute& column) {
    return column.collation == collation &&
           std::ranges::any_of(words, [&](const auto& word) { return plain(word) == column.name; });
  });
}

/// The parts of an index, as the catalog has them: one array a property.
struct Parts {
  std::vector<Oid> columns;  ///< 0: an expression
  std::vector<Oid> classes;
  std::vector<Oid> collations;
  std::vector<Oid> options;
  std::vector<std::string> expressions;

  explicit Parts(const std::vector<Value>& row)
      : columns(numbers(row[5])),
        classes(numbers(row[7])),
        collations(numbers(row[8])),
        options(numbers(row[9])),
        expressions(elements(row[12])) {}

  [[nodiscard]] IndexPart part(std::size_t at, const Relation& relation, const Reading& reading,
                               const Vocabulary& words) const {
    IndexPart part;
    Oid usual = default_collation;
    if (columns[at] != 0) {
      part.column = relation.columns.at(columns[at]).name;
      usual = relation.columns[columns[at]].collation;
    } else {
      part.expression = without_parentheses(expressions.at(at));
      if (collations[at] != usual && takes_collation(part.expression, relation, collations[at]))
        usual = collations[at];
    }
    part.collation = reading.collation(collations[at], usual);
    part.descending = (options[at] & is_descending) != 0;
    const bool nulls_first = (options[at] & puts_nulls_first) != 0;
    if (nulls_first != part.descending) part.nulls_first = nulls_first;
    const auto opclass = words.classes.find(classes[at]);
    if (opclass != words.classes.end()) part.opclass = opclass->second;
    return part;
  }
};

std::string query(int version) {
  return std::string(R"sql(
SELECT i.indexrelid, i.indrelid, c.relname, c.relam, i.indisunique, i.indkey, i.indnkeyatts,
  i.indclass, i.indcollation, i.indoption,
  CASE WHEN i.indpred IS NOT NULL THEN )sql") +
         condition_sql("i.indpred", "i.indrelid") + R"sql( END,
  c.reloptions,
  CASE WHEN i.indexprs IS NOT NULL THEN (SELECT array_agg(CASE WHEN i.indkey[n - 1] = 0
    THEN pg_catalog.pg_get_indexdef(i.indexrelid, n, true) ELSE '' END ORDER BY n)
    FROM generate_series(1, i.indnkeyatts) n) END,
  i.indisvalid, p.classes,
  )sql" + (version >= 150000 ? "i.indnullsnotdistinct" : "false") +
         R"sql(
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  AND c.relnamespace = ANY($schemas) AND c.relpersistence <> 't' AND NOT c.relispartition
LEFT JOIN (
  SELECT a.attrelid, array_agg(CASE WHEN a.attoptions IS NULL THEN '' ELSE (
      SELECT CASE WHEN pg_catalog.pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(nspname) || '.' END ||
        quote_ident(opcname) || ' (' || (SELECT string_agg(option_name || '=' || quote_literal(option_value), ', ')
          FROM pg_catalog.pg_options_to_table(a.attoptions)) || ')'
      FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = opcnamespace
      WHERE o.oid = x.indclass[a.attnum - 1]) END ORDER BY a.attnum) AS classes
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_index x ON x.indexrelid = a.attrelid
  WHERE a.attnum <= x.indnkeyatts
    AND a.attrelid IN (SELECT o.attrelid FROM pg_catalog.pg_attribute o WHERE o.attoptions IS NOT NULL)
  GROUP BY a.attrelid) p ON p.attrelid = i.indexrelid)sql";
}

}  // namespace

void read_indexes(Reading& reading) {
  const Vocabulary words{
      .methods = names(reading, "SELECT oid, amname FROM pg_catalog.pg_am WHERE amtype = 'i'"),
      .classes = names(reading,
                       "SELECT o.oid, CASE WHEN NOT pg_catalog.pg_opclass_is_visible(o.oid) THEN "
                       "quote_ident(nspname) || '.' ELSE '' END || quote_ident(opcname) FROM "
                       "pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = "
                       "opcnamespace WHERE NOT opcdefault")};
  for (const auto& row : reading.rows(query(reading.version))) {
    const Relation* relation = reading.relation(oid(row[1]));
    if (relation == nullptr) continue;
    Index index{.name = text(row[2]), .unique = truth(row[4])};
    if (!truth(row[13])) {
      reading.leave_out("invalid index", {relation->name.schema, index.name});
      continue;
    }
    const std::string& method = words.methods.at(oid(row[3]));
    if (method != "btree") index.method = method;
    const Parts parts(row);
    const auto keys = static_cast<std::size_t>(small(row[6]));
    for (std::size_t at = 0; at < keys; ++at)
      index.parts.push_back(parts.part(at, *relation, reading, words));
    const std::vector<std::string> with_parameters = elements(row[14]);
    for (std::size_t at = 0; at < with_parameters.size(); ++at) {
      if (!with_parameters[at].empty()) index.parts.at(at).opclass = with_parameters[at];
    }
    for (std::size_t at = keys; at < parts.columns.size(); ++at)
      index.include.push_back(relation->columns.at(parts.columns[at]).name);
    index.where = condition_text(text(row[10]));
    index.options = options(row[11]);
    index.nulls_not_distinct = truth(row[15]);
    index.comment = reading.comment(of_relation, oid(row[0]));
    reading.indexes[oid(row[0])] = {.index = std::move(index), .relation = oid(row[1])};
  }
}

void give_indexes(Reading& reading) {
  for (auto& [number, read] : reading.indexes) {
    const Relation& relation = reading.relations.at(read.relation);
    if (Table* table = reading.table(read.relation)) {
      table->indexes.push_back(std::move(read.index));
    } else if (relation.kind == 'm') {
      reading.catalog.views[relation.place].indexes.push_back(std::move(read.index));
    }
  }
}

}  // namespace aludel::postgresql
