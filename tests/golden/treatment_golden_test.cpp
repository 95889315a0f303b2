// tests/golden/treatment/DIALECT.test: what each statement is to the executor.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "dialect/dialect.hpp"
#include "golden/golden_file.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

std::string name_of(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::ask: return "ask";
    case EvidenceKind::run_again: return "run again";
    case EvidenceKind::create_index: return "create index";
    case EvidenceKind::drop_index: return "drop index";
    case EvidenceKind::reindex: return "reindex";
    case EvidenceKind::detach_partition: return "detach partition";
    case EvidenceKind::add_enum_value: return "add enum value";
    case EvidenceKind::create_database: return "create database";
    case EvidenceKind::drop_database: return "drop database";
  }
  return {};
}

std::string shown(const StatementTraits& traits) {
  std::string text = traits.autocommit ? "autocommit" : "transaction";
  if (traits.begins_transaction) text = "begins a transaction";
  if (traits.ends_transaction) text = "ends a transaction";
  if (traits.session_state) text += ", session";
  if (!traits.new_enum_value.empty()) text += ", new value " + traits.new_enum_value;
  if (traits.autocommit || !traits.new_enum_value.empty())
    text += ", evidence: " + name_of(traits.evidence);
  if (!traits.object.empty()) text += ", object " + traits.object;
  if (!traits.table.empty()) text += ", table " + traits.table;
  if (traits.if_exists_clause) text += ", IF EXISTS";
  if (traits.without_lock_timeout) text += ", without lock timeout";
  return text;
}

std::string treatment_of(const SourceText& source, const Statement& statement,
                         const Dialect& dialect) {
  try {
    return shown(dialect.classify(source, statement, 150000));
  } catch (const Error& error) {
    return "refused: " + error.diagnostic().message;
  }
}

std::string need_of(const SourceText& source, const Statement& statement, const Dialect& dialect) {
  const auto need =
      dialect.needs_session(source, statement, dialect.classify(source, statement, 150000));
  if (!need) return "may run";
  return "refused: " + need->reason + (need->hint.empty() ? "" : "\n    hint: " + need->hint);
}

void check(const std::string& name, const std::string& url, decltype(treatment_of)& answer) {
  const GoldenFile file =
      read_golden(fs::path(ALUDEL_SOURCE_DIR) / "tests/golden/treatment" / (name + ".test"));
  const Dialect& dialect = dialect_for(parse_url(url, "/"));
  const SourceText source("input.sql", file.input);
  std::string text = "=== treatment\n";
  for (const Statement& statement :
       split_statements(source, {0, source.text().size()}, dialect.sql()).statements) {
    text += std::string(source.slice(statement.span)) + "\n    " +
            answer(source, statement, dialect) + "\n";
  }
  expect_golden(file, text);
}

TEST(TreatmentGolden, OfSqlite) {
  check("sqlite", "sqlite://", treatment_of);
}

TEST(TreatmentGolden, OfPostgresqlBehindATransactionPooler) {
  check("postgresql_pooled", "postgresql://localhost/x", need_of);
}

TEST(TreatmentGolden, OfPostgresql) {
  check("postgresql", "postgresql://localhost/x", treatment_of);
}

}  // namespace

}  // namespace aludel
