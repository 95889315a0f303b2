// What revision files can say, as the database sees it: variables, sections of a dialect, COPY.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using RevisionFile = OnDatabase;
ALUDEL_ON_EVERY_DATABASE(RevisionFile);

constexpr const char* header = "-- Variables\n--\n-- revision: aaaa0001\n\n";

TEST_P(RevisionFile, VariablesAreQuotedByTheirType) {
  project->write(project->file_of("aaaa0001"),
                 std::string(header) +
                     "-- aludel:variables table:identifier day:literal type:raw\n"
                     "-- aludel:upgrade\nCREATE TABLE {{table}} (day {{ type }});\n"
                     "INSERT INTO {{table}} VALUES ({{day}});\n");
  ASSERT_EXIT_CODE(
      0, run({"upgrade", "-x", "table=odd \"name", "-x", "day=it's", "-x", "type=VARCHAR(9)"}));
  EXPECT_EQ(value("SELECT day FROM \"odd \"\"name\""), "it's");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE text LIKE '%it''s%'"), "0")
      << "what was put in is not stored";
}

TEST_P(RevisionFile, AVariableWithoutValueIsAnErrorAtItsPlace) {
  project->write(project->file_of("aaaa0001"),
                 std::string(header) +
                     "-- aludel:variables name:identifier\n-- aludel:upgrade\n"
                     "CREATE TABLE {{name}} (id INTEGER);\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0001.sql:7:14"));
  EXPECT_TRUE(says(refused.err, "`-x name=…`"));
}

TEST_P(RevisionFile, ARawVariableMayNotBringASecondStatement) {
  project->write(project->file_of("aaaa0001"), std::string(header) +
                                                   "-- aludel:variables t:raw\n-- aludel:upgrade\n"
                                                   "CREATE TABLE one (id {{t}});\n");
  EXPECT_EXIT_CODE(3, run({"upgrade", "-x", "t=INTEGER); DROP TABLE two; SELECT (1"}));
}

TEST_P(RevisionFile, WithoutVariablesBracesAreText) {
  project->add("aaaa0001",
               "CREATE TABLE one (t VARCHAR(20));\nINSERT INTO one VALUES ('{{name}}');");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT t FROM one"), "{{name}}");
}

TEST_P(RevisionFile, ThePlaceOfAnErrorBehindAVariableIsThatInTheFile) {
  project->write(project->file_of("aaaa0001"),
                 std::string(header) +
                     "-- aludel:variables n:literal\n-- aludel:upgrade\n"
                     "SELECT {{n}},\n  wrong_column;\n");
  const Outcome failed = run({"upgrade", "-x", "n=a very long value indeed"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "aaaa0001.sql:8:3"));
}

TEST_P(RevisionFile, TheSectionOfTheDialectWins) {
  project->write(project->file_of("aaaa0001"),
                 std::string(header) +
                     "-- aludel:upgrade\nCREATE TABLE general (id INTEGER);\n"
                     "-- aludel:upgrade sqlite\nCREATE TABLE lite (id INTEGER);\n"
                     "-- aludel:downgrade postgresql\nDROP TABLE general;\n"
                     "-- aludel:downgrade sqlite\nDROP TABLE lite;\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(database->has_table("general"), on_postgresql());
  EXPECT_EQ(database->has_table("lite"), !on_postgresql());
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(database->catalog(), Lines{});
}

TEST_P(RevisionFile, WithoutASectionForTheDialectItIsRefused) {
  project->write(project->file_of("aaaa0001"),
                 std::string(header) + "-- aludel:upgrade mariadb\nSELECT 1;\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "no upgrade section for "));
}

using Copy = OnPostgresql;
ALUDEL_ON_POSTGRESQL(Copy);

TEST_P(Copy, RowsTravelInsideTheTransactionBetweenOtherStatements) {
  project->add(
      "aaaa0001",
      "CREATE TABLE asset (id INTEGER, name TEXT);\nCOPY asset FROM stdin;\n"
      "1\tgold\n2\t\\N\n3\t; -- no comment\n\\.\nUPDATE asset SET name = 'x' WHERE id = 1;\n"
      "COPY asset (id) FROM stdin (FORMAT csv);\n4\n\\.\nINSERT INTO asset VALUES (5, 'y');");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT * FROM asset ORDER BY id"),
            (Lines{"1|x", "2|∅", "3|; -- no comment", "4|∅", "5|y"}));
}

TEST_P(Copy, ALargeOneDoesNotDependOnTheSizeOfABuffer) {
  std::string lines;
  for (int i = 0; i < 60000; ++i) lines += std::to_string(i) + "\tsome text of a row\n";
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER, name TEXT);\nCOPY asset FROM stdin;\n" +
                               lines + "\\.");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "60000");
}

TEST_P(Copy, ABadRowIsToldWithItsLine) {
  project->add("aaaa0001",
               "CREATE TABLE asset (id INTEGER);\nCOPY asset FROM stdin;\n1\ntwo\n3\n"
               "\\.\nINSERT INTO asset VALUES (4);");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "statement 2 of revision aaaa0001"));
  EXPECT_TRUE(says(failed.err, "COPY asset, line 2, column id: \"two\""));
  EXPECT_TRUE(says(failed.err, "aaaa0001.sql:8:1"));
  EXPECT_FALSE(database->has_table("asset"));
}

TEST_P(Copy, ToStdoutIsRefused) {
  project->add("aaaa0001", "COPY pg_class TO STDOUT;");
  EXPECT_EXIT_CODE(3, run({"upgrade"}));
}

using Volume = OnDatabase;
ALUDEL_ON_EVERY_DATABASE(Volume);

TEST_P(Volume, ThousandsOfStatementsInOneRevisionAndHundredsOfRevisions) {
  std::string many = "CREATE TABLE asset (id INTEGER, name VARCHAR(200));\n";
  for (int i = 0; i < 5000; ++i) {
    many +=
        "INSERT INTO asset VALUES (" + std::to_string(i) + ", '" + std::string(100, 'x') + "');\n";
  }
  project->add("aaaa0001", many);
  for (int i = 1000; i < 1200; ++i)
    project->add("bbbb" + std::to_string(i), "INSERT INTO asset VALUES (1, 'y');");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "5200");
  EXPECT_EQ(version_rows(), Lines{"bbbb1199"});
}

TEST_P(Volume, AnswersThatNobodyReadsDoNotBlock) {
  std::string many;
  for (int i = 0; i < 40; ++i) {
    many += on_postgresql() ? "SELECT repeat('x', 100000) FROM generate_series(1, 20);\n"
                            : "SELECT hex(randomblob(100000));\n";
  }
  project->add("aaaa0001", many);
  EXPECT_EXIT_CODE(0, run({"upgrade"}, {.timeout = std::chrono::seconds(40)}));
}

}  // namespace
}  // namespace aludel::testing
