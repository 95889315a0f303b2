#include "revision/section.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

using std::chrono::milliseconds;

RevisionBody body_of(const std::string& text, SqlDialect dialect = SqlDialect::sqlite) {
  return read_body(SourceText("a.sql", text), dialect);
}

/// "line: message" of what `text` is refused with.
std::string refusal(const std::string& text, SqlDialect dialect = SqlDialect::sqlite) {
  try {
    (void)body_of(text, dialect);
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    return std::to_string(problem.place ? problem.place->line : 0) + ": " + problem.message;
  }
  return "accepted";
}

std::string first_statement(const RevisionBody& body) {
  return std::string(body.source.slice(body.upgrade->statements.at(0).statement.span));
}

std::string digest(const std::string& sql) {
  const RevisionBody body = body_of("-- aludel:upgrade\n" + sql);
  return digest_of(body.source, *body.upgrade);
}

TEST(Section, TheDialectsOwnWinsOverTheGeneralOneWhereverItStands) {
  for (const char* text : {"-- aludel:upgrade\nSELECT 1;\n-- aludel:upgrade sqlite\nSELECT 2;\n",
                           "-- aludel:upgrade postgresql, sqlite\nSELECT 2;\n-- aludel:upgrade\n"
                           "SELECT 1;\n"}) {
    EXPECT_EQ(first_statement(body_of(text)), "SELECT 2");
    EXPECT_EQ(first_statement(body_of(text, SqlDialect::mariadb)), "SELECT 1");
  }
}

TEST(Section, OfAnotherDialectAloneIsNone) {
  const RevisionBody body = body_of("-- aludel:upgrade postgresql\nSELECT 1;\n");
  EXPECT_FALSE(body.upgrade);
  EXPECT_FALSE(body.downgrade);
}

TEST(Section, AnEmptyDowngradeIsOneAndAMissingOneIsNot) {
  EXPECT_TRUE(body_of("-- aludel:upgrade\n-- aludel:downgrade\n").downgrade);
  EXPECT_FALSE(body_of("-- aludel:upgrade\n").downgrade);
}

TEST(Section, IrreversibleStandsInPlaceOfADowngradeAndKeepsItsReason) {
  const RevisionBody body = body_of("-- aludel:upgrade\n-- aludel:irreversible names are gone\n");
  ASSERT_TRUE(body.downgrade);
  EXPECT_EQ(body.downgrade->irreversible, "names are gone");
  EXPECT_EQ(refusal("-- aludel:upgrade\n-- aludel:irreversible\n"),
            "2: `irreversible` needs a reason on the same line");
}

TEST(Section, ATimeoutAboveAllSectionsHoldsForEachThatSaysNothingElse) {
  const RevisionBody body = body_of(
      "-- aludel:timeout lock=30s\n-- aludel:upgrade\n-- aludel:timeout statement=500ms\n"
      "-- aludel:downgrade\n-- aludel:timeout lock=0\n");
  EXPECT_EQ(body.upgrade->timeouts, (Timeouts{milliseconds(30'000), milliseconds(500)}));
  EXPECT_EQ(body.downgrade->timeouts, (Timeouts{milliseconds(0), std::nullopt}));
}

TEST(Section, MarksTheNextStatementOnly) {
  const RevisionBody body = body_of(
      "-- aludel:upgrade\n-- aludel:autocommit\nVACUUM;\nSELECT 1;\n-- aludel:verify\nSELECT 2;\n"
      "SELECT 3;\n");
  const auto& statements = body.upgrade->statements;
  ASSERT_EQ(statements.size(), 4U);
  EXPECT_TRUE(statements[0].autocommit && !statements[1].autocommit);
  EXPECT_TRUE(statements[2].verify && !statements[3].verify);
}

TEST(Section, ReadsVariablesWithTheirTypes) {
  const RevisionBody body =
      body_of("-- aludel:variables a:identifier b:literal c:raw\n-- aludel:upgrade\n");
  EXPECT_EQ(body.variables, (std::vector<Variable>{{"a", VariableType::identifier},
                                                   {"b", VariableType::literal},
                                                   {"c", VariableType::raw}}));
}

TEST(Section, DirectivesInTheWrongPlaceAreRefusedAtTheirLine) {
  EXPECT_EQ(refusal("-- aludel:verify\n-- aludel:upgrade\n"),
            "1: `verify` must stand inside a section");
  EXPECT_EQ(refusal("-- aludel:upgrade\n-- aludel:variables a:raw\n"),
            "2: `variables` must stand before the first section");
  EXPECT_EQ(refusal("-- aludel:upgrade\n-- aludel:run always\n"),
            "2: `run` is for scripts and seeds, not for revisions");
  EXPECT_EQ(refusal("-- aludel:upgrade\nSELECT\n-- aludel:verify\n1;\n"),
            "3: `verify` stands inside a statement");
  EXPECT_EQ(refusal("-- aludel:upgrade\n-- aludel:upgrade\n"),
            "2: the file has this section twice");
  EXPECT_EQ(refusal("SELECT 1;\n-- aludel:upgrade\n"), "1: SQL stands before the first section");
  EXPECT_EQ(refusal("-- aludel:timeout lok=1s\n-- aludel:upgrade\n"),
            "1: `timeout` does not know `lok=1s`");
}

TEST(Section, WrittenByAnotherDialectsRulesIsSkippedWhereOurOwnStandsBeside) {
  const std::string general = "-- aludel:upgrade\nSELECT $$ it's $$;\n";
  EXPECT_EQ(first_statement(body_of(general + "-- aludel:upgrade sqlite\nSELECT 2;\n")),
            "SELECT 2");
  EXPECT_EQ(refusal(general), "2: a string is not closed");
}

TEST(Digest, IgnoresCommentsBlanksAndTheLastSemicolon) {
  const std::string plain = digest("CREATE TABLE t (id INTEGER);");
  EXPECT_EQ(digest("CREATE  TABLE t\n(id INTEGER)\n"), plain);
  EXPECT_EQ(digest("/* a */ CREATE TABLE t ( id -- b\n INTEGER );"), plain);
  EXPECT_TRUE(plain.starts_with("1:"));
  EXPECT_EQ(plain.size(), 2U + 64U);
}

TEST(Digest, SeesEveryTokenAndWhereStatementsEnd) {
  const std::string plain = digest("SELECT 1; SELECT 2;");
  EXPECT_NE(digest("SELECT 1; SELECT 3;"), plain);
  EXPECT_NE(digest("SELECT 1 SELECT 2;"), plain);
  EXPECT_NE(digest("select 1; select 2;"), plain);
  EXPECT_NE(digest("SELECT 'a b'"), digest("SELECT 'a  b'"));
}

TEST(Digest, StaysTheSameForEver) {  // docs/formats.md, "Digests": it stands in databases
  EXPECT_EQ(digest("SELECT 1;"),
            "1:8b1fe20a597eecde7b46d44eb38a414cbe64fddb3438bb5cdaa29885beed7722");
}

TEST(Section, ItsTextIsKeptWithoutTheDirectiveThatBeginsIt) {
  const RevisionBody body =
      body_of("-- aludel:upgrade\n\n-- why\nSELECT 1;\n\n-- aludel:downgrade\n");
  EXPECT_EQ(text_of(body.source, *body.upgrade), "-- why\nSELECT 1;");
  EXPECT_EQ(text_of(body.source, *body.downgrade), "");
}

}  // namespace

}  // namespace aludel
