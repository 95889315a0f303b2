#include "base/text.hpp"
#include "catalog/settings.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"

namespace aludel::postgresql {

namespace {

/// Cuts the server's CREATE TRIGGER at the trigger's name and at its table's.
void cut(std::string_view definition, std::string_view name, std::string_view table,
         Trigger& trigger) {
  const std::string head = "TRIGGER " + std::string(name) + " ";
  const std::size_t begin = definition.find(head);
  const std::string middle = " ON " + std::string(table) + " ";
  const std::size_t end = definition.find(middle, begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) return;
  trigger.constraint = definition.substr(0, begin).find("CONSTRAINT") != std::string_view::npos;
  trigger.timing = definition.substr(begin + head.size(), end - begin - head.size());
  trigger.action = trim(definition.substr(end + middle.size()));
}

std::string enabled(const Value& letter) {
  switch (text(letter).front()) {
    case 'D': return "DISABLE";
    case 'R': return "ENABLE REPLICA";
    case 'A': return "ENABLE ALWAYS";
    default: return {};
  }
}

/// What is said of a partition's trigger, which is not compared by itself.
void read_comments_of_partitions(Reading& reading) {
  if (reading.version < 130000) return;
  for (const auto& row : reading.rows(R"sql(
SELECT t.tgrelid, t.tgname, d.description FROM pg_catalog.pg_description d
JOIN pg_catalog.pg_trigger t ON t.oid = d.objoid AND t.tgparentid <> 0 AND NOT t.tgisinternal
WHERE d.classoid = 'pg_catalog.pg_trigger'::regclass)sql")) {
    const Relation* relation = reading.relation(oid(row[0]));
    if (relation != nullptr)
      reading.set("COMMENT ON TRIGGER OF PARTITION", relation->name, text(row[1]), text(row[2]));
  }
}

/// What fires otherwise in a partition than in the table that it has the trigger from.
void read_of_partitions(Reading& reading) {
  if (reading.version < 130000) return;
  for (const auto& row : reading.rows(R"sql(
SELECT t.tgrelid, t.tgname, t.tgenabled
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_trigger p ON p.tgname = t.tgname AND p.tgparentid = 0
  AND p.tgrelid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors(t.tgrelid))
WHERE t.tgparentid <> 0 AND t.tgenabled <> p.tgenabled AND NOT p.tgisinternal)sql")) {
    const Relation* relation = reading.relation(oid(row[0]));
    const std::string state = enabled(row[2]);
    if (relation != nullptr)
      reading.set(std::string(trigger_of_partition), relation->name, text(row[1]),
                  state.empty() ? "ENABLE" : state);
  }
}

}  // namespace

void read_triggers(Reading& reading) {
  const std::string sql = R"sql(
SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, pg_catalog.pg_get_triggerdef(t.oid), quote_ident(t.tgname),
  format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND c.relnamespace = ANY($schemas))sql";
  read_of_partitions(reading);
  read_comments_of_partitions(reading);
  const char* of_this_table = reading.version >= 130000 ? " AND t.tgparentid = 0" : "";
  for (const auto& row : reading.rows(sql + of_this_table)) {
    const Relation* relation = reading.relation(oid(row[1]));
    if (relation == nullptr) continue;
    Trigger trigger{.name = text(row[2]),
                    .table = relation->name,
                    .enabled = enabled(row[3]),
                    .comment = reading.comment(of_trigger, oid(row[0]))};
    cut(as_read_again(text(row[4])).text, text(row[5]), text(row[6]), trigger);
    reading.catalog.triggers.push_back(std::move(trigger));
  }
}

}  // namespace aludel::postgresql
