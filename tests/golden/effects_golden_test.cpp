// tests/golden/effects/DIALECT.test: which locks a statement takes, what it reads and writes, and
// what it loses, by its text alone.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "golden/golden_file.hpp"
#include "lint/loss_text.hpp"
#include "lint/statement_effects.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

std::string line(const TouchedTable& table) {
  std::string text =
      std::string(name_of(table.lock)) + " on " + (table.name.empty() ? "it" : shown(table.name));
  if (table.work != Work::none) text += ", " + std::string(name_of(table.work));
  if (!table.certain) text += " perhaps";
  if (!table.why.empty()) text += " (" + table.why + ")";
  return text;
}

std::string line(const PossibleLoss& loss) {
  std::string text = loss.may ? "may lose " : "loses ";
  text += shown(loss, {});
  if (loss.cascade) text += ", CASCADE";
  if (loss.when_called) text += ", when it is called";
  if (!loss.count_sql.empty()) text += "\n      counted by " + loss.count_sql;
  return text;
}

std::string effects_text(const StatementEffects& effects) {
  std::string text;
  const auto add = [&](const std::string& each) { text += "    " + each + "\n"; };
  for (const TouchedTable& table : effects.tables) add(line(table));
  for (const PossibleLoss& loss : effects.losses) add(line(loss));
  for (const ChangedRows& change : effects.changes)
    add("changes rows of " + shown(change.table) +
        (change.count_sql.empty() ? "" : "\n      counted by " + change.count_sql));
  for (const Created& made : effects.created)
    add("makes " + shown(made.name) + (made.only_if_missing ? " where it is missing" : ""));
  for (const Renamed& renamed : effects.renamed)
    add("renames " + shown(renamed.from) + " to " + shown(renamed.to));
  for (const Copied& copied : effects.copied)
    add("copies all rows of " + shown(copied.from) + " to " + shown(copied.to));
  for (const std::string& function : effects.called) add("calls " + function + "()");
  if (!effects.known) add("not known");
  return text.empty() ? "    nothing\n" : text;
}

void check(const std::string& name, SqlDialect dialect, int version) {
  const GoldenFile file =
      read_golden(fs::path(ALUDEL_SOURCE_DIR) / "tests/golden/effects" / (name + ".test"));
  const SourceText source("input.sql", file.input);
  std::string text = "=== effects\n";
  for (const Statement& statement :
       split_statements(source, {0, source.text().size()}, dialect).statements) {
    text += std::string(source.slice(statement.span)) + "\n" +
            effects_text(effects_of(source, statement, dialect, version));
  }
  expect_golden(file, text);
}

TEST(EffectsGolden, OfSqlite) {
  check("sqlite", SqlDialect::sqlite, 3040001);
}

TEST(EffectsGolden, OfPostgresql) {
  check("postgresql", SqlDialect::postgresql, 150000);
}

TEST(EffectsGolden, OfPostgresql11) {
  check("postgresql_11", SqlDialect::postgresql, 110000);
}

TEST(EffectsGolden, OfPostgresql18) {
  check("postgresql_18", SqlDialect::postgresql, 180000);
}

}  // namespace

}  // namespace aludel
