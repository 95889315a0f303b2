#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "base/text.hpp"
#include "lint/facts_readers.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// '{"a","b"}'
std::string array_literal(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const std::string& value : values) {
    text += text.size() == 1 ? "\"" : ",\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + "}";
}

long long number(const Value& value) {
  return value ? std::atoll(value->c_str()) : -1;
}
ObjectName named(const Value& schema, const Value& name) {
  return {schema.value_or(""), name.value_or("")};
}

constexpr std::string_view session_sql =
    "SELECT current_schema(), current_setting('TimeZone') IN ('UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', "
    "'Etc/Universal', 'Universal', 'Zulu', 'Etc/Zulu', 'UCT', 'Etc/UCT')";

// reltuples is of the last VACUUM or ANALYZE; where there was none the statistics collector counts.
constexpr std::string_view relations_sql =
    "SELECT asked.place - 1, n.nspname, c.relname, c.relkind, tn.nspname, t.relname, "
    "(SELECT sum(CASE WHEN p.reltuples > 0 THEN p.reltuples ELSE pg_stat_get_live_tuples(p.oid) "
    "END)::bigint FROM pg_class p WHERE p.relkind IN ('r', 'm') AND (p.oid = base.oid OR "
    "base.relkind = 'p' AND p.oid IN (SELECT relid FROM pg_partition_tree(base.oid)))), "
    "(SELECT sum({})::bigint FROM pg_class p WHERE p.relkind IN ('r', 'm') AND (p.oid = base.oid "
    "OR base.relkind = 'p' AND p.oid IN (SELECT relid FROM pg_partition_tree(base.oid)))), "
    "CASE WHEN base.relkind = 'p' THEN (SELECT count(*) - 1 FROM pg_partition_tree(base.oid)) ELSE "
    "0 END, dn.nspname, d.relname, un.nspname, u.relname, sn.nspname, s.relname "
    "FROM unnest($1::text[]) WITH ORDINALITY asked(name, place) "
    "JOIN pg_class c ON c.oid = to_regclass(asked.name) JOIN pg_namespace n ON n.oid = "
    "c.relnamespace "
    "LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid "
    "LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace "
    "JOIN pg_class base ON base.oid = coalesce(t.oid, c.oid) "
    "LEFT JOIN pg_partitioned_table pt ON pt.partrelid = base.oid AND pt.partdefid <> 0 "
    "LEFT JOIN pg_class d ON d.oid = pt.partdefid LEFT JOIN pg_namespace dn ON dn.oid = "
    "d.relnamespace "
    "LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relispartition LEFT JOIN pg_class u ON "
    "u.oid = h.inhparent LEFT JOIN pg_namespace un ON un.oid = u.relnamespace "
    "LEFT JOIN pg_partitioned_table ut ON ut.partrelid = u.oid AND ut.partdefid <> 0 LEFT JOIN "
    "pg_class s ON s.oid = ut.partdefid LEFT JOIN pg_namespace sn ON sn.oid = s.relnamespace";

constexpr std::string_view columns_sql =
    "SELECT asked.place - 1, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull OR "
    "EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND "
    "k.convalidated AND position(format('%I IS NOT NULL', a.attname) IN pg_get_expr(k.conbin, "
    "k.conrelid)) > 0 AND pg_get_expr(k.conbin, k.conrelid) NOT LIKE '% OR %'), {} "
    "FROM unnest($1::text[]) WITH ORDINALITY asked(name, place) JOIN pg_attribute a ON a.attrelid "
    "= to_regclass(asked.name) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, "
    "a.attnum";

constexpr std::string_view foreign_keys_sql =
    "SELECT k.conname, fn.nspname, f.relname, tn.nspname, t.relname, k.confdeltype = 'c' FROM "
    "pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = "
    "f.relnamespace JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = "
    "t.relnamespace WHERE k.contype = 'f'";

constexpr std::string_view functions_sql =
    "SELECT p.proname, bool_or(n.nspname NOT IN ('pg_catalog', 'information_schema')) FROM pg_proc "
    "p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.provolatile = 'v' AND p.proname = "
    "ANY ($1::text[]) GROUP BY p.proname";

// An internal dependency goes both ways: a view goes with its rule.
constexpr std::string_view dependents_sql =
    "WITH RECURSIVE gone(classid, objid, objsubid) AS ("
    "SELECT $1::regclass::oid, {}::oid, {}::int UNION "
    "SELECT n.classid, n.objid, n.objsubid FROM gone g CROSS JOIN LATERAL ("
    "SELECT d.classid, d.objid, d.objsubid FROM pg_depend d WHERE d.refclassid = g.classid AND "
    "d.refobjid = g.objid AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid) "
    "UNION ALL SELECT d.refclassid, d.refobjid, d.refobjsubid FROM pg_depend d WHERE d.classid = "
    "g.classid AND d.objid = g.objid AND g.classid <> 'pg_class'::regclass AND d.deptype = 'i') n) "
    "SELECT DISTINCT n.nspname, c.relname, c.relkind, a.attname FROM gone g JOIN pg_class c ON "
    "g.classid = 'pg_class'::regclass AND c.oid = g.objid JOIN pg_namespace n ON n.oid = "
    "c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = g.objsubid AND "
    "g.objsubid > 0 WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname <> 'pg_toast' ORDER BY 1, 2, "
    "4";

std::string filled(std::string_view pattern, const std::string& first,
                   const std::string& second = {}) {
  std::string text(pattern);
  text.replace(text.find("{}"), 2, first);
  if (const std::size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, second);
  return text;
}

class Look {
 public:
  Look(Connection& connection, const FactsRequest& request)
      : connection_(connection), request_(request) {
    for (const ObjectName& name : request.relations) names_.push_back(name);
  }

  Facts facts() {
    facts_.asked = request_.relations;
    std::vector<std::string> written;
    for (const ObjectName& name : names_) written.push_back(quoted(name, SqlDialect::postgresql));
    const std::string array = array_literal(written);
    const std::string functions =
        array_literal({request_.functions.begin(), request_.functions.end()});
    // pg_table_size waits for a table that somebody has locked; the catalog's own numbers do not.
    if (!ask(filled(relations_sql, "pg_table_size(p.oid)"), array, functions))
      ask(filled(relations_sql, "p.relpages::bigint * 8192"), array, functions);
    for (const CascadingDrop& drop : request_.cascades) find_dependents(drop);
    if (!request_.written.empty()) find_triggers();
    return std::move(facts_);
  }

 private:
  bool ask(const std::string& relations, const std::string& array, const std::string& functions) {
    const bool computes = connection_.server_version() >= 120000;
    const std::string columns = filled(columns_sql, computes ? "a.attgenerated <> ''" : "false");
    const std::vector<Request> batch{{.sql = "BEGIN READ ONLY"},
                                     {.sql = "SET LOCAL lock_timeout = '200ms'"},
                                     {.sql = "SET LOCAL statement_timeout = '5s'"},
                                     {.sql = session_sql},
                                     {.sql = relations, .parameters = {array}},
                                     {.sql = columns, .parameters = {array}},
                                     {.sql = foreign_keys_sql},
                                     {.sql = functions_sql, .parameters = {functions}},
                                     {.sql = "ROLLBACK"}};
    try {
      connection_.run(batch, [&](std::size_t index, const Result& result) {
        take(index, result);
        return true;
      });
      return true;
    } catch (const Error&) {
      if (!connection_.usable()) throw;
      if (connection_.in_transaction()) connection_.query("ROLLBACK");
      return false;
    }
  }

  void take(std::size_t index, const Result& result) {
    for (const auto& row : result.rows) {
      switch (index) {
        case 3:
          facts_.schema = row[0].value_or("");
          facts_.utc = row[1] == "t";
          break;
        case 4: take_relation(row); break;
        case 5: take_column(row); break;
        case 6:
          facts_.foreign_keys.push_back({.constraint = row[0].value_or(""),
                                         .from = named(row[1], row[2]),
                                         .to = named(row[3], row[4]),
                                         .cascades = row[5] == "t"});
          break;
        case 7:
          facts_.volatile_functions.insert(row[0].value_or(""));
          if (row[1] == "t") facts_.own_functions.insert(row[0].value_or(""));
          break;
        default: break;
      }
    }
  }

  void take_relation(const std::vector<Value>& row) {
    RelationFacts& relation = facts_.relations[name_at(row[0])];
    relation.name = named(row[1], row[2]);
    relation.kind = row[3].value_or("r")[0];
    relation.table = named(row[4], row[5]);
    relation.rows = number(row[6]);
    relation.bytes = number(row[7]);
    relation.partitions = static_cast<int>(number(row[8]));
    relation.default_partition = named(row[9], row[10]);
    relation.parent = named(row[11], row[12]);
    relation.parents_default = named(row[13], row[14]);
  }

  void take_column(const std::vector<Value>& row) {
    RelationFacts& relation = facts_.relations[name_at(row[0])];
    relation.columns.push_back({.name = row[1].value_or(""),
                                .type = row[2].value_or(""),
                                .known_not_null = row[3] == "t"});
    if (row[4] == "t") relation.generated.insert(row[1].value_or(""));
  }

  [[nodiscard]] const ObjectName& name_at(const Value& place) const {
    return names_.at(static_cast<std::size_t>(number(place)));
  }

  void find_dependents(const CascadingDrop& drop) {
    const std::string name =
        quote_literal(quoted(drop.object, SqlDialect::postgresql), SqlDialect::postgresql);
    const std::string plain = quote_literal(drop.object.name, SqlDialect::postgresql);
    std::string catalog = "pg_class";
    std::string object = "to_regclass(" + name + ")";
    std::string column = "0";
    if (drop.kind == LossKind::type) {
      catalog = "pg_type";
      object = "to_regtype(" + name + ")";
    } else if (drop.kind == LossKind::schema) {
      catalog = "pg_namespace";
      object = "to_regnamespace(quote_ident(" + plain + "))";
    } else if (drop.kind == LossKind::extension) {
      catalog = "pg_extension";
      object = "(SELECT oid FROM pg_extension WHERE extname = " + plain + ")";
    } else if (drop.kind == LossKind::column) {
      column = "(SELECT attnum FROM pg_attribute WHERE attrelid = " + object +
               " AND attname = " + quote_literal(drop.column, SqlDialect::postgresql) + ")";
    }
    const Result found = connection_.query(
        Request{.sql = filled(dependents_sql, object, column), .parameters = {catalog}});
    std::vector<Dependent>& dependents = facts_.dependents[drop];
    for (const auto& row : found.rows) {
      Dependent each{.object = named(row[0], row[1]), .column = row[3].value_or("")};
      each.kind = row[3]          ? LossKind::column
                  : row[2] == "m" ? LossKind::materialized_view
                                  : LossKind::table;
      dependents.push_back(std::move(each));
    }
  }

  void find_triggers() {
    const std::vector<ObjectName> tables(request_.written.begin(), request_.written.end());
    std::vector<std::string> written;
    for (const ObjectName& table : tables) written.push_back(quoted(table, SqlDialect::postgresql));
    // A rule's text waits for a table that somebody has locked.
    const std::vector<Request> batch{
        {.sql = "BEGIN READ ONLY"},
        {.sql = "SET LOCAL lock_timeout = '200ms'"},
        {.sql = postgresql_triggers_sql(), .parameters = {array_literal(written)}},
        {.sql = "ROLLBACK"}};
    std::vector<std::string> called;
    try {
      connection_.run(batch, [&](std::size_t index, const Result& result) {
        for (const auto& row : index == 2 ? result.rows : decltype(result.rows){}) {
          StoredTrigger trigger = postgresql_trigger(row, connection_.server_version());
          std::ranges::copy(trigger.effects.called, std::back_inserter(called));
          facts_.triggers[tables.at(static_cast<std::size_t>(number(row[0])))].push_back(
              std::move(trigger));
        }
        return true;
      });
    } catch (const Error&) {
      if (!connection_.usable()) throw;
      if (connection_.in_transaction()) connection_.query("ROLLBACK");
      for (const ObjectName& table : tables)
        facts_.triggers[table].push_back(unknown_trigger("a trigger or rule of it"));
    }
    if (called.empty()) return;
    for (const auto& row :
         connection_.query(Request{.sql = functions_sql, .parameters = {array_literal(called)}})
             .rows) {
      if (row[1] == "t") facts_.own_functions.insert(row[0].value_or(""));
    }
  }

  Connection& connection_;
  const FactsRequest& request_;
  std::vector<ObjectName> names_;
  Facts facts_;
};

}  // namespace

Facts read_postgresql_facts(Connection& connection, const FactsRequest& request) {
  return Look(connection, request).facts();
}

}  // namespace aludel
