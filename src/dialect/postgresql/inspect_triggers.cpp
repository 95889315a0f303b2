#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"

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

}  // namespace

void read_triggers(Reading& reading) {
  const std::string sql = R"sql(
SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, pg_catalog.pg_get_triggerdef(t.oid), quote_ident(t.tgname),
  format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND c.relnamespace = ANY($schemas))sql";
  const char* of_this_table = reading.version >= 130000 ? " AND t.tgparentid = 0" : "";
  for (const auto& row : reading.rows(sql + of_this_table)) {
    const Relation* relation = reading.relation(oid(row[1]));
    if (relation == nullptr) continue;
    Trigger trigger{.name = text(row[2]),
                    .table = relation->name,
                    .enabled = enabled(row[3]),
                    .comment = reading.comment(of_trigger, oid(row[0]))};
    cut(text(row[4]), text(row[5]), text(row[6]), trigger);
    reading.catalog.triggers.push_back(std::move(trigger));
  }
}

}  // namespace aludel::postgresql
