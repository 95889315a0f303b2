#include <algorithm>

#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

std::vector<std::string> column_names(const Value& numbers_of, const Relation& relation) {
  std::vector<std::string> found;
  for (const Oid number : numbers(numbers_of)) found.push_back(relation.columns.at(number).name);
  return found;
}

Deferral deferral(const Value& deferrable, const Value& deferred) {
  if (!truth(deferrable)) return Deferral::never;
  return truth(deferred) ? Deferral::initially_deferred : Deferral::deferrable;
}

Action action(const Value& letter) {
  switch (text(letter).front()) {
    case 'r': return Action::restrict;
    case 'c': return Action::cascade;
    case 'n': return Action::set_null;
    case 'd': return Action::set_default;
    default: return Action::none;
  }
}

/// Takes the index behind a constraint away from the others.
Index take_index(Reading& reading, const Value& number) {
  const auto found = reading.indexes.find(oid(number));
  if (found == reading.indexes.end()) return {};
  Index index = std::move(found->second.index);
  reading.indexes.erase(found);
  return index;
}

Exclusion exclusion(const std::vector<Value>& row, const Index& index) {
  Exclusion exclusion{.name = text(row[2]),
                      .method = index.method.empty() ? "btree" : index.method,
                      .where = index.where,
                      .deferral = deferral(row[4], row[5])};
  const std::vector<std::string> operators = elements(row[15]);
  for (std::size_t at = 0; at < std::min(index.parts.size(), operators.size()); ++at) {
    const IndexPart& part = index.parts[at];
    exclusion.elements.push_back(
        {.expression = part.column.empty() ? "(" + part.expression + ")" : ident(part.column),
         .op = operators[at],
         .opclass = part.opclass});
  }
  return exclusion;
}

Constraint constraint(Reading& reading, const std::vector<Value>& row, const Relation& relation) {
  const std::string name = text(row[2]);
  switch (text(row[3]).front()) {
    case 'p':
      return PrimaryKey{.name = name,
                        .columns = column_names(row[7], relation),
                        .include = take_index(reading, row[8]).include,
                        .deferral = deferral(row[4], row[5])};
    case 'u': {
      const Index index = take_index(reading, row[8]);
      return Unique{.name = name,
                    .columns = column_names(row[7], relation),
                    .include = index.include,
                    .nulls_not_distinct = index.nulls_not_distinct,
                    .deferral = deferral(row[4], row[5])};
    }
    case 'f': {
      ForeignKey key{.name = name,
                     .columns = column_names(row[7], relation),
                     .on_delete = action(row[12]),
                     .on_update = action(row[11]),
                     .match_full = row[13] == "f",
                     .deferral = deferral(row[4], row[5]),
                     .not_valid = !truth(row[6])};
      if (row[19]) key.set_columns = column_names(row[19], relation);
      if (const Relation* referred = reading.relation(oid(row[9]))) {
        key.table = referred->name;
        key.referred = column_names(row[10], *referred);
      }
      return key;
    }
    case 'x': return exclusion(row, take_index(reading, row[8]));
    default:
      return Check{.name = name,
                   .expression = condition_text(text(row[14])),
                   .not_valid = !truth(row[6]),
                   .no_inherit = truth(row[16])};
  }
}

/// What a Constraint cannot hold, as a word; empty where it can.
std::string beyond(const std::vector<Value>& row) {
  if (truth(row[17])) return "constraint WITHOUT OVERLAPS";
  if (truth(row[18])) return "constraint NOT ENFORCED";
  return {};
}

/// What is said of the index behind a constraint, which is called as it is.
void read_said_of_index(Reading& reading, const std::vector<Value>& row, const Table& table) {
  if (row[3] == "f") return;  // the other table's
  const auto found = reading.indexes.find(oid(row[8]));
  if (found == reading.indexes.end()) return;
  const Index& index = found->second.index;
  reading.set("COMMENT ON INDEX OF CONSTRAINT", table.name, text(row[2]), index.comment);
  reading.set("OPTIONS OF INDEX OF CONSTRAINT", table.name, text(row[2]),
              option_list(index.options));
}

std::string query(int version) {
  std::string sql = R"sql(
SELECT k.oid, k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, k.convalidated,
  k.conkey, k.conindid, k.confrelid, k.confkey, k.confupdtype, k.confdeltype, k.confmatchtype,
  CASE k.contype WHEN 'c' THEN )sql";
  sql += condition_sql("k.conbin", "k.conrelid") + R"sql( END,
  CASE k.contype WHEN 'x' THEN (SELECT array_agg(CASE WHEN pg_catalog.pg_operator_is_visible(o.oid)
    THEN o.oprname ELSE format('OPERATOR(%I.%s)', n.nspname, o.oprname) END ORDER BY x.place)
    FROM unnest(k.conexclop) WITH ORDINALITY x (number, place) JOIN pg_catalog.pg_operator o
      ON o.oid = x.number JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace) END,
  k.connoinherit, )sql";
  sql += version >= 180000 ? "k.conperiod, NOT k.conenforced, " : "false, false, ";
  sql += version >= 150000 ? "k.confdelsetcols" : "NULL";
  return sql + R"sql(
FROM pg_catalog.pg_constraint k
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conislocal AND k.conparentid = 0
  AND k.conrelid <> 0 AND k.connamespace = ANY($schemas))sql";
}

}  // namespace

void read_constraints(Reading& reading) {
  for (const auto& row : reading.rows(query(reading.version))) {
    Table* table = reading.table(oid(row[1]));
    if (table == nullptr) continue;
    const std::string name = text(row[2]) + " of " + table->name.text();
    if (const std::string kind = beyond(row); !kind.empty()) {
      reading.not_covered.push_back(kind + ": " + name);
      take_index(reading, row[8]);
      continue;
    }
    reading.set("COMMENT ON CONSTRAINT", table->name, text(row[2]),
                reading.comment(of_constraint, oid(row[0])));
    read_said_of_index(reading, row, *table);
    table->constraints.push_back(constraint(reading, row, *reading.relation(oid(row[1]))));
  }
}

}  // namespace aludel::postgresql
