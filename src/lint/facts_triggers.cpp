#include <cstdlib>

#include "lint/facts_readers.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

// A trigger of a partition fires too. tgtype: bits 4 INSERT, 8 DELETE, 16 UPDATE, 32 TRUNCATE
// (src/include/catalog/pg_trigger.h); ev_type: 2 UPDATE, 3 INSERT, 4 DELETE.
constexpr std::string_view triggers_sql =
    "WITH asked AS (SELECT place - 1 AS place, to_regclass(name) AS oid FROM unnest($1::text[]) "
    "WITH ORDINALITY asked(name, place)), tree AS (SELECT place, oid FROM asked UNION SELECT "
    "place, p.relid FROM asked, pg_partition_tree(oid) p) "
    "SELECT DISTINCT tree.place, 'trigger ' || t.tgname, ((t.tgtype >> 2) & 1) | ((t.tgtype >> 3) "
    "& 2) | ((t.tgtype >> 1) & 4) | ((t.tgtype >> 2) & 8), l.lanname, p.prosrc FROM tree JOIN "
    "pg_trigger t "
    "ON t.tgrelid = tree.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' JOIN pg_proc p ON p.oid "
    "= t.tgfoid JOIN pg_language l ON l.oid = p.prolang WHERE l.lanname <> 'internal' "
    "UNION ALL SELECT asked.place, 'rule ' || r.rulename, CASE r.ev_type WHEN '2' THEN 2 WHEN '3' "
    "THEN 1 ELSE 4 END, 'rule', pg_get_ruledef(r.oid) FROM asked JOIN pg_rewrite r ON r.ev_class = "
    "asked.oid AND r.ev_type <> '1' AND r.ev_enabled <> 'D' ORDER BY 1, 2";

StatementEffects effects_of_rule(const std::string& definition, int server_version) {
  const SourceText source("rule", definition);
  const auto split = split_statements(source, {0, source.text().size()}, SqlDialect::postgresql);
  if (split.statements.empty()) return {};
  StatementEffects effects =
      effects_of(source, split.statements.front(), SqlDialect::postgresql, server_version);
  for (const Created& made : effects.created) {
    effects.called = made.calls;
    effects.written = made.writes;
  }
  return effects;
}

}  // namespace

StoredTrigger unknown_trigger(std::string words) {
  StoredTrigger trigger{
      .words = std::move(words), .events = inserts | updates | deletes | empties, .effects = {}};
  trigger.effects.losses.push_back(
      {.kind = LossKind::not_known, .may = true, .words = "what its function does"});
  return trigger;
}

std::string_view postgresql_triggers_sql() {
  return triggers_sql;
}

namespace {

StatementEffects effects_of_function(const std::string& language, const std::string& body,
                                     int server_version) {
  if (language == "plpgsql" || language == "sql")
    return effects_of_body(body, SqlDialect::postgresql, server_version);
  return unknown_trigger({}).effects;
}

}  // namespace

StoredTrigger postgresql_trigger(const std::vector<Value>& row, int server_version) {
  const std::string language = row[3].value_or("");
  const std::string text = row[4].value_or("");
  return {.words = row[1].value_or(""),
          .events = static_cast<unsigned>(std::atoi(row[2].value_or("0").c_str())),
          .effects = language == "rule" ? effects_of_rule(text, server_version)
                                        : effects_of_function(language, text, server_version)};
}

}  // namespace aludel
