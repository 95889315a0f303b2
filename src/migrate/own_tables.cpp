#include "migrate/own_tables.hpp"

#include <algorithm>
#include <array>

#include "base/code.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "dialect/statement_pattern.hpp"
#include "lint/statement_effects.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr std::array<std::string_view, 3> beside{"aludel_journal", "aludel_text", "aludel_lease"};
constexpr std::string_view alter = "ALTER TABLE [IF EXISTS] [ONLY] @table ";

bool names_any(std::string_view sql, const Bookkeeping& bookkeeping) {
  const std::string text = lower(sql);
  return text.contains("aludel_") || text.contains(lower(bookkeeping.table));
}

class OwnNames {
 public:
  OwnNames(SqlDialect dialect, const Bookkeeping& bookkeeping, bool schema_was_set)
      : dialect_(dialect), bookkeeping_(bookkeeping), schema_was_set_(schema_was_set) {}

  [[nodiscard]] bool holds(const ObjectName& name) const {
    if (equal(name.name, bookkeeping_.table)) {
      // A table of another schema may be called so too.
      const bool chosen = schema_was_set_ && name.name != "aludel_version";
      return name.schema.empty() ? !chosen : lies_in(name, bookkeeping_.schema);
    }
    return std::ranges::any_of(beside, [&](auto own) { return equal(name.name, own); }) &&
           (name.schema.empty() || lies_in(name, bookkeeping_.journal_schema));
  }

 private:
  [[nodiscard]] bool lies_in(const ObjectName& name, const std::string& schema) const {
    return equal(name.schema, dialect_ == SqlDialect::sqlite ? "main" : schema);
  }
  [[nodiscard]] bool equal(std::string_view a, std::string_view b) const {
    return dialect_ == SqlDialect::sqlite ? equal_ignoring_case(a, b) : a == b;
  }

  SqlDialect dialect_;
  const Bookkeeping& bookkeeping_;
  bool schema_was_set_;
};

/// The table that an ALTER TABLE changes beyond whose it is and how wide its ids may be.
ObjectName altered(const SourceText& source, const Statement& statement, SqlDialect dialect) {
  const std::string begin(alter);
  const PatternMatch any = match_statement(begin + "*", source, statement);
  if (!any.matched) return {};
  for (const std::string_view harmless :
       {"OWNER TO *", "ALTER [COLUMN] @object TYPE *", "ALTER [COLUMN] @object SET DATA TYPE *"}) {
    if (match_statement(begin + std::string(harmless), source, statement).matched) return {};
  }
  return object_name(any.table, dialect);
}

ObjectName own_target(const SourceText& source, const Statement& statement, SqlDialect dialect,
                      int server_version, const OwnNames& own) {
  const StatementEffects effects = effects_of(source, statement, dialect, server_version);
  for (const Written& written : effects.written) {
    if (own.holds(written.table)) return written.table;
  }
  for (const Dropped& dropped : effects.dropped) {
    if (dropped.what == ObjectClass::relation && own.holds(dropped.name)) return dropped.name;
  }
  const ObjectName name = altered(source, statement, dialect);
  return own.holds(name) ? name : ObjectName{};
}

Diagnostic refusal(const std::string& table) {
  Diagnostic problem =
      diagnostic(Code::refused_command,
                 "the table " + table + " is Aludel's own: it keeps there what is applied");
  problem.now = "nothing was changed";
  return problem;
}

void say_the_way_out(Diagnostic& problem, std::string_view out) {
  problem.next = std::string(out) +
                 "; `aludel stamp REVISION` sets where a database is, `aludel repair` decides what "
                 "stopped half-way";
}

Span span_of(const SourceText& source, const Statement& statement, const ObjectName& name,
             SqlDialect dialect) {
  for (const Token& token : statement.tokens) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_identifier) continue;
    if (object_name(source.slice(token.span), dialect).name == name.name) return token.span;
  }
  return statement.tokens.front().span;
}

}  // namespace

void refuse_own_tables(const Script& script, const Dialect& dialect, int server_version,
                       const Bookkeeping& bookkeeping, const VersionTableSettings& settings) {
  const SqlDialect sql = dialect.sql();
  const OwnNames own(sql, bookkeeping, !settings.schema.empty());
  std::vector<Diagnostic> problems;
  for (const Segment& segment : script.segments) {
    for (const ScriptStatement& statement : segment.statements) {
      if (!names_any(statement.sql, bookkeeping)) continue;
      ObjectName target;
      if (statement.pieces.empty()) {
        target = own_target(script.source, statement.source, sql, server_version, own);
      } else {
        const SourceText sent("the statement", statement.sql);
        const auto split = split_statements(sent, {0, sent.text().size()}, sql);
        target = own_target(sent, split.statements.at(0), sql, server_version, own);
      }
      if (target.empty()) continue;
      problems.push_back(refusal(shown(target)));
      problems.back().place =
          script.source.place(span_of(script.source, statement.source, target, sql));
    }
  }
  if (problems.empty()) return;
  say_the_way_out(problems.back(), "take it out of the file");  // once for all of them
  throw Error(std::move(problems));
}

void refuse_own_tables(const FittedSeed& seed, SqlDialect dialect, const Bookkeeping& bookkeeping) {
  if (!OwnNames(dialect, bookkeeping, false).holds(object_name(seed.table.name, dialect))) return;
  Diagnostic problem = refusal(seed.table.shown);
  CsvReader reader = open_csv(seed.seed->path);
  CsvRecord header;
  (void)reader.next(header);
  problem.place = seed.seed->csv->table_was_named
                      ? seed.seed->body.source.place(seed.seed->csv->key_span)
                      : reader.place(0, std::string::npos, "rows of that table");
  say_the_way_out(problem, "take the file away");
  throw Error(std::move(problem));
}

}  // namespace aludel
