#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "lint/facts_readers.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

long long number(const Result& result) {
  return result.rows.empty() || !result.rows[0][0] ? -1 : std::atoll(result.rows[0][0]->c_str());
}

/// No rowid (a table WITHOUT ROWID, a view): nothing tells without counting.
long long greatest_rowid(Connection& connection, const std::string& table) {
  try {
    const Result found = connection.query("SELECT max(rowid) FROM " + table);
    return found.rows.at(0).at(0) ? number(found) : 0;
  } catch (const Error&) {
    return -1;
  }
}

void read_relation(Connection& connection, const ObjectName& name, Facts& facts) {
  const std::string master =
      (name.schema.empty() ? std::string()
                           : quote_identifier(name.schema, SqlDialect::sqlite) + ".") +
      "sqlite_master";
  const Result found = connection.query(
      Request{.sql = "SELECT type, tbl_name FROM " + master +
                     " WHERE lower(name) = $1 AND type IN ('table', 'index', 'view')",
              .parameters = {name.name}});
  if (found.rows.empty()) return;
  RelationFacts& relation = facts.relations[name];
  const std::string type = found.rows[0][0].value_or("");
  relation.name = name;
  relation.kind = type == "table" ? 'r' : type == "view" ? 'v' : 'i';
  if (type == "index") relation.table = {name.schema, lower(found.rows[0][1].value_or(""))};
  if (type != "table") return;
  relation.rows = greatest_rowid(connection, quoted(name, SqlDialect::sqlite));
  const Result columns = connection.query(
      Request{.sql = "SELECT lower(name), type, \"notnull\", hidden IN (2, 3) FROM "
                     "pragma_table_xinfo($1) WHERE hidden <> 1",
              .parameters = {name.name}});
  for (const auto& row : columns.rows) {
    if (row[3] == "1") {
      relation.generated.insert(row[0].value_or(""));
      continue;
    }
    relation.columns.push_back({.name = row[0].value_or(""),
                                .type = row[1].value_or(""),
                                .known_not_null = row[2] == "1"});
  }
}

void read_triggers(Connection& connection, const ObjectName& name, Facts& facts) {
  const std::string schema =
      name.schema.empty() ? std::string() : quote_identifier(name.schema, SqlDialect::sqlite) + ".";
  const Result found = connection.query(
      Request{.sql = "SELECT lower(name), sql FROM " + schema +
                     "sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = $1 ORDER BY 1",
              .parameters = {name.name}});
  for (const auto& row : found.rows) {
    const SourceText source("trigger", row[1].value_or(""));
    const auto split = split_statements(source, {0, source.text().size()}, SqlDialect::sqlite);
    if (split.statements.empty()) continue;
    StoredTrigger trigger{.words = "trigger " + row[0].value_or(""), .effects = {}};
    trigger.effects = effects_of(source, split.statements.front(), SqlDialect::sqlite,
                                 connection.server_version());
    for (const Fires& fires : trigger.effects.fires) trigger.events |= fires.events;
    for (const Created& made : trigger.effects.created) {
      trigger.effects.called = made.calls;
      trigger.effects.written = made.writes;
    }
    facts.triggers[name].push_back(std::move(trigger));
  }
}

}  // namespace

Facts read_sqlite_facts(Connection& connection, const FactsRequest& request) {
  Facts facts;
  facts.schema = "main";
  // What a revision attaches is not there yet: nothing is known of it.
  std::set<std::string> attached{""};
  for (const auto& row : connection.query("SELECT lower(name) FROM pragma_database_list").rows)
    attached.insert(row[0].value_or(""));
  const auto is_there = [&](const ObjectName& name) { return attached.contains(name.schema); };
  std::ranges::copy_if(request.relations, std::inserter(facts.asked, facts.asked.end()), is_there);
  facts.file_bytes = number(
      connection.query("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
  for (const ObjectName& name : facts.asked) read_relation(connection, name, facts);
  for (const ObjectName& name : request.written) {
    if (is_there(name)) read_triggers(connection, name, facts);
  }
  const Result keys = connection.query(
      "SELECT lower(m.name), lower(f.\"table\"), f.on_delete = 'CASCADE' FROM sqlite_master m, "
      "pragma_foreign_key_list(m.name) f WHERE m.type = 'table'");
  for (const auto& row : keys.rows) {
    facts.foreign_keys.push_back({.constraint = {},
                                  .from = {{}, row[0].value_or("")},
                                  .to = {{}, row[1].value_or("")},
                                  .cascades = row[2] == "1"});
  }
  return facts;
}

Facts read_facts(Connection& connection, SqlDialect dialect, const FactsRequest& request) {
  return dialect == SqlDialect::sqlite ? read_sqlite_facts(connection, request)
                                       : read_postgresql_facts(connection, request);
}

const RelationFacts* Facts::find(const ObjectName& name) const {
  const auto found = relations.find(name);
  return found == relations.end() ? nullptr : &found->second;
}

}  // namespace aludel
