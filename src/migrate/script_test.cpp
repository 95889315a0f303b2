#include "migrate/script.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

const Dialect& sqlite() {
  return dialect_for(parse_url("sqlite://", "/"));
}

Script script_of(const std::string& text, const VariableValues& values = {},
                 Direction direction = Direction::up) {
  return compile_script(read_body(SourceText("a.sql", text), SqlDialect::sqlite), direction,
                        sqlite(), 3040001, values);
}

Diagnostic refusal(const std::string& text, const VariableValues& values = {},
                   Direction direction = Direction::up) {
  try {
    (void)script_of(text, values, direction);
  } catch (const Error& error) {
    return error.diagnostic();
  }
  return {};
}

constexpr const char* variables =
    "-- aludel:variables table:identifier day:literal tail:raw\n-- aludel:upgrade\n";

TEST(Script, WithoutStatementsItStillHasASegmentForTheVersionRow) {
  const Script script = script_of("-- aludel:upgrade\n");
  ASSERT_EQ(script.segments.size(), 1U);
  EXPECT_TRUE(script.segments[0].statements.empty());
}

TEST(Script, AMissingSectionAndAnIrreversibleOneAreNotTheSame) {
  const Diagnostic missing = refusal("-- aludel:upgrade\n", {}, Direction::down);
  EXPECT_EQ(missing.message, "the revision has no downgrade section");
  const Diagnostic irreversible =
      refusal("-- aludel:upgrade\n-- aludel:irreversible it is gone\n", {}, Direction::down);
  EXPECT_EQ(irreversible.message, "the revision is irreversible: it is gone");
  EXPECT_EQ(refusal("-- aludel:upgrade postgresql\n").message,
            "the revision has no upgrade section for sqlite");
}

TEST(Script, DigestsAreOfTheTextBeforeVariablesArePutIn) {
  const std::string text = std::string(variables) + "SELECT {{day}};\n";
  EXPECT_EQ(script_of(text, {{"day", "1"}}).upgrade_digest,
            script_of(text, {{"day", "2"}}).upgrade_digest);
}

TEST(Variables, AreQuotedByTheirType) {
  const Script script =
      script_of(std::string(variables) + "INSERT INTO {{table}} VALUES ({{ day }}) {{tail}};\n",
                {{"table", "a\"b"}, {"day", "O'Hara; DROP"}, {"tail", "RETURNING 1"}});
  EXPECT_EQ(script.segments[0].statements[0].sql,
            "INSERT INTO \"a\"\"b\" VALUES ('O''Hara; DROP') RETURNING 1");
}

TEST(Variables, ARawOneCannotEndItsStatement) {
  EXPECT_EQ(refusal(std::string(variables) + "SELECT 1 {{tail}};\n", {{"tail", "; DROP TABLE t"}})
                .message,
            "with its variables put in this is not one statement any more");
}

TEST(Variables, WithoutAValueOrADeclarationAreRefusedAtTheirPlace) {
  const Diagnostic missing = refusal(std::string(variables) + "SELECT {{day}};\n");
  EXPECT_EQ(missing.message, "`{{day}}` has no value");
  EXPECT_EQ(missing.place->line, 3);
  EXPECT_EQ(missing.place->column, 8);
  const Diagnostic unknown = refusal(std::string(variables) + "SELECT {{dya}};\n");
  EXPECT_EQ(unknown.hint, "did you mean `day`?");
  EXPECT_EQ(refusal(std::string(variables) + "SELECT {{day;\n").message,
            "this placeholder is not closed");
}

TEST(Variables, AreSeenThroughWhereAStatementCannotRunInATransaction) {
  const Script script = script_of(
      "-- aludel:variables file:literal\n-- aludel:upgrade\nSELECT 1;\nVACUUM INTO {{file}};\n",
      {{"file", "copy.db"}});
  ASSERT_EQ(script.segments.size(), 2U);
  EXPECT_TRUE(script.segments[1].autocommit);
  const Dialect& postgresql = dialect_for(parse_url("postgresql:///shop", "/"));
  const Script other = compile_script(
      read_body(SourceText("a.sql",
                           "-- aludel:variables index:identifier\n-- aludel:upgrade\n"
                           "CREATE INDEX CONCURRENTLY {{index}} ON prices (day);\n"),
                SqlDialect::postgresql),
      Direction::up, postgresql, 150000, {{"index", "ix_prices_day"}});
  EXPECT_TRUE(other.segments[0].autocommit);
  EXPECT_EQ(other.segments[0].statements[0].traits.object, "\"ix_prices_day\"");
}

TEST(Variables, AFileThatDeclaresNoneIsTakenAsItStands) {
  EXPECT_EQ(script_of("-- aludel:upgrade\nSELECT '{{day}}';\n").segments[0].statements[0].sql,
            "SELECT '{{day}}'");
}

TEST(Variables, APositionInWhatWasSentLeadsBackToTheFile) {
  const std::string text = std::string(variables) + "SELECT {{day}}, x;\n";
  const Script script = script_of(text, {{"day", "a much longer value"}});
  const ScriptStatement& statement = script.segments[0].statements[0];
  const std::size_t begin = text.find("SELECT");
  EXPECT_EQ(statement.source_offset(0), begin);
  EXPECT_EQ(statement.source_offset(9), text.find("{{"));  // inside the value
  EXPECT_EQ(statement.source_offset(statement.sql.find(", x")), text.find(", x"));
}

}  // namespace

}  // namespace aludel
