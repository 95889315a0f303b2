#include <chrono>
#include <thread>

#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/postgresql/parts.hpp"
#include "dialect/statement_pattern.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

std::string literal(std::string_view text) {
  return quote_literal(text, SqlDialect::postgresql);
}

bool exists(Connection& connection, const std::string& condition) {
  return connection.query("SELECT " + condition).rows.at(0).at(0) == "t";
}

struct FoundIndex {
  std::string name;  ///< quoted and qualified
  bool valid = false;
  bool unique = false;
  bool building = false;
  bool on_table = false;   ///< on the table that the statement names
  std::string definition;  ///< from USING on, as the server writes it
};

/// The index of this name in the schema of `table`, or as the search path finds it when `table` is
/// empty.
std::optional<FoundIndex> find_index(Connection& connection, const StatementTraits& traits) {
  const std::string where = traits.table.empty()
                                ? "c.oid = to_regclass(" + literal(traits.object) + ")"
                                : "c.relname = " + literal(plain_name(traits.object)) +
                                      " AND c.relnamespace = (SELECT relnamespace FROM pg_class "
                                      "WHERE oid = to_regclass(" +
                                      literal(traits.table) + "))";
  // Before version 16 to_regclass refuses an empty name.
  const std::string table =
      traits.table.empty() ? "NULL" : "to_regclass(" + literal(traits.table) + ")";
  const Result result = connection.query(
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), i.indisvalid, "
      "i.indisunique, "
      "EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid), "
      "substring(pg_get_indexdef(c.oid) FROM ' USING .*$'), i.indrelid = " +
      table +
      " "
      "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON "
      "i.indexrelid = c.oid WHERE " +
      where);
  if (result.rows.empty()) return std::nullopt;
  const auto& row = result.rows.front();
  return FoundIndex{row[0].value_or(""), row[1] == "t", row[2] == "t",
                    row[3] == "t",       row[5] == "t", row[4].value_or("")};
}

/// How the server would write the index that the statement describes: it is made on an empty copy
/// of the table, which is thrown away. None where that cannot be done (no right to temporary
/// tables, an index that names its table inside).
std::optional<std::string> wanted_definition(Connection& connection, const StatementTraits& traits,
                                             const IndexText& text) {
  std::optional<std::string> definition;
  connection.query("BEGIN");
  try {
    connection.query("CREATE TEMPORARY TABLE aludel_probe (LIKE " + traits.table +
                     ") ON COMMIT DROP");
    connection.query(std::string("CREATE ") + (text.unique ? "UNIQUE " : "") +
                     "INDEX aludel_probe_index ON pg_temp.aludel_probe" + text.rest);
    definition = connection
                     .query(
                         "SELECT substring(pg_get_indexdef('pg_temp.aludel_probe_index'::regclass) "
                         "FROM ' USING .*$')")
                     .rows.at(0)
                     .at(0);
  } catch (const Error& error) {
    if (error.diagnostic().connection_lost) throw;
  }
  if (connection.in_transaction()) connection.query("ROLLBACK");
  return definition;
}

Evidence examine_create_index(Connection& connection, const StatementTraits& traits,
                              std::string_view sql) {
  auto index = find_index(connection, traits);
  while (index && index->building) {
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    index = find_index(connection, traits);
  }
  if (!index) return {Verdict::not_applied, "there is no index " + traits.object, {}};
  if (!index->on_table)
    return {Verdict::unknown, "an index " + index->name + " is there, and on another table", {}};
  if (!index->valid) {
    return {Verdict::not_applied,
            "the index " + index->name + " is INVALID",
            {"DROP INDEX CONCURRENTLY IF EXISTS " + index->name}};
  }
  const IndexText text = index_text(sql);
  const auto wanted = wanted_definition(connection, traits, text);
  if (index->unique == text.unique && (!wanted || index->definition == *wanted)) {
    return {Verdict::applied,
            "the index " + index->name + " is there and valid" +
                (wanted ? ", as the statement says" : "; its definition could not be compared"),
            {}};
  }
  return {
      Verdict::unknown,
      "an index " + index->name + " is there and valid, but defined otherwise:" + index->definition,
      {}};
}

Evidence examine_drop_index(Connection& connection, const StatementTraits& traits) {
  const auto index = find_index(connection, traits);
  if (!index) return {Verdict::applied, "the index " + traits.object + " is gone", {}};
  return {Verdict::not_applied,
          "the index " + index->name + " is still there" + (index->valid ? "" : ", INVALID"),
          {}};
}

Evidence examine_reindex(Connection& connection, const StatementTraits& traits) {
  Evidence evidence{Verdict::not_applied, "it can be run again", {}};
  if (traits.object.empty()) return evidence;
  // An interrupted REINDEX CONCURRENTLY leaves INVALID copies behind, on the same table and named
  // after its indexes; those are as they were.
  const std::string relation = "to_regclass(" + literal(traits.object) + ")";
  const Result result = connection.query(
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
      "JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid "
      "WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND i.indrelid = "
      "coalesce((SELECT indrelid FROM pg_index WHERE "
      "indexrelid = " +
      relation + "), " + relation + ") ORDER BY 1");
  for (const auto& row : result.rows) {
    evidence.clean_up.push_back("DROP INDEX CONCURRENTLY IF EXISTS " + row.at(0).value_or(""));
    evidence.finding = "INVALID copies of the attempt before are dropped, then it is run again";
  }
  return evidence;
}

Evidence examine_detach(Connection& connection, const StatementTraits& traits) {
  const Result result = connection.query(
      "SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = to_regclass(" +
      literal(traits.object) + ") AND inhparent = to_regclass(" + literal(traits.table) + ")");
  if (result.rows.empty())
    return {
        Verdict::applied, traits.object + " is no partition of " + traits.table + " any more", {}};
  if (result.rows.at(0).at(0) == "t") {
    return {Verdict::applied,
            "the detachment of " + traits.object + " was begun: it is finished now",
            {"ALTER TABLE " + traits.table + " DETACH PARTITION " + traits.object + " FINALIZE"}};
  }
  return {Verdict::not_applied, traits.object + " is still attached", {}};
}

}  // namespace

std::string plain_name(std::string_view written) {
  const std::size_t dot = written.rfind('.');
  if (dot != std::string_view::npos && written.back() != '"') written.remove_prefix(dot + 1);
  if (written.starts_with('"'))
    return replace_all(std::string(written.substr(1, written.size() - 2)), "\"\"", "\"");
  return lower(written);
}

IndexText index_text(std::string_view sql) {
  const SourceText source({}, std::string(sql));
  const auto split = split_statements(source, {0, source.text().size()}, SqlDialect::postgresql);
  if (split.statements.size() != 1) return {};
  const PatternMatch match = match_statement(
      "CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] @object ON [ONLY] @table *", source,
      split.statements[0]);
  const bool unique = match_statement("CREATE UNIQUE *", source, split.statements[0]).matched;
  return {unique, match.matched ? source.text().substr(match.table_end) : std::string()};
}

Evidence examine(Connection& connection, const StatementTraits& traits, std::string_view sql) {
  switch (traits.evidence) {
    case EvidenceKind::ask:
      return {Verdict::unknown, "nothing in the database tells whether it was applied", {}};
    case EvidenceKind::run_again:
      return {Verdict::not_applied, "running it again does no harm", {}};
    case EvidenceKind::create_index: return examine_create_index(connection, traits, sql);
    case EvidenceKind::drop_index: return examine_drop_index(connection, traits);
    case EvidenceKind::reindex: return examine_reindex(connection, traits);
    case EvidenceKind::detach_partition: return examine_detach(connection, traits);
    case EvidenceKind::add_enum_value: {
      const bool there =
          exists(connection, "EXISTS (SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype(" +
                                 literal(traits.object) +
                                 ") AND enumlabel = " + traits.new_enum_value + ")");
      return {there ? Verdict::applied : Verdict::not_applied,
              there ? "the value is there" : "the value is not there",
              {}};
    }
    case EvidenceKind::create_database:
    case EvidenceKind::drop_database: {
      const bool there = exists(connection, "EXISTS (SELECT 1 FROM pg_database WHERE datname = " +
                                                literal(plain_name(traits.object)) + ")");
      const bool wanted = traits.evidence == EvidenceKind::create_database;
      return {there == wanted ? Verdict::applied : Verdict::not_applied,
              "the database " + traits.object + (there ? " is there" : " is not there"),
              {}};
    }
  }
  return {};
}

}  // namespace aludel::postgresql
