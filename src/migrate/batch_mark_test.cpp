#include <gtest/gtest.h>

#include "migrate/script.hpp"

namespace aludel {

namespace {

constexpr const char* line = "-- aludel:batch table=prices key=id";

Script compiled(const std::string& section, const VariableValues& values = {},
                const std::string& url = "sqlite://") {
  const Dialect& dialect = dialect_for(parse_url(url, "/"));
  return compile_script(read_body(SourceText("a.sql", section), dialect.sql()), Direction::up,
                        dialect, 3040001, values);
}

/// "line:column message; hint" of a section that is refused.
std::string refusal(const std::string& directive, const std::string& statement,
                    const std::string& url = "sqlite://") {
  try {
    (void)compiled("-- aludel:upgrade\n" + directive + "\n" + statement + "\n", {}, url);
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    if (problem.code != "E0304") return problem.code + " " + problem.message;
    return std::to_string(problem.place->line) + ":" + std::to_string(problem.place->column) + " " +
           problem.message + (problem.hint.empty() ? "" : "; " + problem.hint);
  }
  return "accepted";
}

std::string directive_refusal(const std::string& arguments) {
  return refusal("-- aludel:batch " + arguments, "DELETE FROM prices WHERE :batch;");
}

TEST(BatchDirective, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(directive_refusal("tabel=prices key=id"),
            "2:17 `batch` does not know `tabel`; did you mean `table`?");
  EXPECT_EQ(
      directive_refusal("table=prices key=id limit=3"),
      "2:37 `batch` does not know `limit`; it takes table, key, size, pause, target and where");
  EXPECT_EQ(directive_refusal("key=id"),
            "2:1 `batch` needs a table; write `batch table=prices key=id size=5000`");
  EXPECT_EQ(directive_refusal("table=prices"),
            "2:1 `batch` needs a key; write `batch table=prices key=id size=5000`");
  EXPECT_EQ(directive_refusal("table=prices key=id key=id"), "2:37 `key` stands twice");
  EXPECT_EQ(directive_refusal("table prices key=id"),
            "2:17 `table` has no value; write `table=…`, without blanks around the =");
  EXPECT_EQ(directive_refusal("table= key=id"), "2:17 `table` has no value");
}

TEST(BatchDirective, RefusesValuesThatCannotBe) {
  for (const char* size : {"0", "-5", "5k", "1000001", "99999999999999999999", "\"5\""})
    EXPECT_TRUE(directive_refusal(std::string("table=prices key=id size=") + size)
                    .starts_with("2:42 `size` is a number of rows"))
        << size;
  EXPECT_TRUE(directive_refusal("table=prices key=id pause=often").starts_with("2:43 "));
  EXPECT_TRUE(directive_refusal("table=prices key=id target=0").starts_with("2:44 `target` is"));
  for (const char* table : {"a.b.c", "a.", ".a", "1a", "\"\"", "a;b", "{{t}}", "a,b"})
    EXPECT_TRUE(directive_refusal(std::string("table=") + table + " key=id")
                    .starts_with("2:23 this is no name of a table"))
        << table;
  for (const char* key : {"a,", ",a", "a+b", "a.b", "\"a", "lower(a)"})
    EXPECT_NE(directive_refusal(std::string("table=prices key=") + key), "accepted") << key;
}

TEST(BatchDirective, TakesOneConditionAsWhere) {
  EXPECT_EQ(directive_refusal("table=prices key=id where=\"a = 'x)' AND (b OR \"\"c d\"\")\""),
            "accepted");
  for (const char* where : {"a) OR (b", "a = 1; DROP TABLE t", "a -- ", "'open", "(a", "a /* b"})
    EXPECT_EQ(directive_refusal(std::string("table=prices key=id where=\"") + where + "\""),
              "2:43 this is not one SQL condition")
        << where;
  EXPECT_EQ(directive_refusal("table=prices key=id where=\"  \""),
            "2:43 `where` holds no condition");
}

TEST(BatchMark, StandsExactlyOnce) {
  EXPECT_TRUE(refusal(line, "DELETE FROM prices;")
                  .starts_with("3:1 `:batch` does not stand in this statement; it stands for"));
  EXPECT_EQ(refusal(line, "DELETE FROM prices WHERE :batch OR :batch;"),
            "3:36 `:batch` stands twice in this statement; it may stand once, on the rows of the "
            "table that is gone through");
  EXPECT_EQ(refusal(line, "DELETE FROM prices WHERE :bacth;"),
            "3:26 `:bacth` is nothing that is known here; did you mean `:batch`?");
  EXPECT_EQ(refusal(line, "DELETE FROM prices p WHERE :batch(p, q);"),
            "3:34 `:batch` takes the alias of its table and nothing else; write `:batch` or "
            "`:batch(alias)`");
}

TEST(BatchMark, IsJoinedByAndToWhatIsBesideIt) {
  for (const char* wrong :
       {"DELETE FROM prices WHERE :batch OR a", "DELETE FROM prices WHERE :batch AND a OR b",
        "DELETE FROM prices WHERE a OR :batch", "DELETE FROM prices WHERE (b AND :batch) OR a",
        "DELETE FROM prices WHERE a AND (b OR (c AND :batch))",
        "UPDATE prices SET a = 1 WHERE NOT :batch",
        "UPDATE prices SET a = 1 WHERE NOT (a AND :batch)"})
    EXPECT_TRUE(refusal(line, std::string(wrong) + ";").contains("join it by AND")) << wrong;
  for (const char* right :
       {"DELETE FROM prices WHERE :batch AND (a OR b)",
        "DELETE FROM prices WHERE (a OR NOT b) AND :batch",
        "DELETE FROM prices WHERE id IN (SELECT id FROM prices WHERE :batch) AND a",
        "INSERT INTO t SELECT 1 FROM prices JOIN q ON q.id = p.id AND :batch(p) WHERE a OR b",
        "INSERT INTO t SELECT 1 FROM prices WHERE :batch UNION SELECT 2 WHERE a OR b"})
    EXPECT_EQ(refusal(line, std::string(right) + ";"), "accepted") << right;
  EXPECT_TRUE(refusal(line, "UPDATE prices SET a = :batch;").contains("does not stand in a WHERE"));
}

TEST(BatchMark, MeetsAllRowsOfABatch) {
  for (const char* wrong :
       {"INSERT INTO t SELECT 1 FROM prices WHERE :batch LIMIT 5",
        "INSERT INTO t SELECT 1 FROM prices WHERE (:batch) ORDER BY 1 OFFSET 2 ROWS",
        "DELETE FROM prices WHERE id IN (SELECT id FROM prices WHERE :batch FETCH FIRST ROW ONLY)"})
    EXPECT_TRUE(refusal(line, std::string(wrong) + ";").contains("leaves rows of each batch out"))
        << wrong;
  EXPECT_EQ(
      refusal(line, "UPDATE prices SET a = 1 WHERE :batch AND b = (SELECT c FROM d LIMIT 1);"),
      "accepted");
}

TEST(BatchMark, IsNotFoundWhereItIsText) {
  const std::string postgresql = "postgresql://localhost/x";
  for (const char* text : {"x::batch", "x[1:batch]", "':batch'", "$$:batch$$", "/* :batch */ TRUE",
                           "\":batch\"", "x[:batch]"})
    EXPECT_TRUE(refusal(line, std::string("DELETE FROM prices WHERE y = ") + text + ";", postgresql)
                    .starts_with("3:1 `:batch` does not stand"))
        << text;
  EXPECT_TRUE(refusal(line, "DELETE FROM prices WHERE [a:batch] = 1;")
                  .starts_with("3:1 `:batch` does not stand"));
}

TEST(BatchMark, IsRefusedInAStatementThatIsNotRunInBatches) {
  EXPECT_EQ(refusal("", "DELETE FROM prices WHERE :batch;"),
            "3:26 `:batch` stands in a statement that is not run in batches; put a line `-- "
            "aludel:batch table=… key=…` above the statement");
  EXPECT_EQ(refusal("", "DELETE FROM prices WHERE x[1:batch] = 1;", "postgresql://localhost/x"),
            "accepted");
}

TEST(BatchMark, StandsInAnUpdateADeleteOrAnInsertFromAQuery) {
  for (const char* fine :
       {"UPDATE prices SET a = id WHERE :batch", "DELETE FROM prices WHERE :batch",
        "INSERT INTO t SELECT * FROM prices WHERE :batch",
        "WITH x AS (SELECT 1) UPDATE prices SET a = 1 WHERE :batch",
        "WITH RECURSIVE a AS (SELECT 1), b AS (SELECT 2) INSERT INTO t SELECT 1 FROM prices WHERE "
        ":batch",
        "REPLACE INTO t SELECT * FROM prices WHERE :batch"})
    EXPECT_EQ(refusal(line, std::string(fine) + ";"), "accepted") << fine;
  for (const char* wrong : {"SELECT * FROM prices WHERE :batch", "CREATE TABLE t AS SELECT :batch",
                            "WITH x AS (DELETE FROM y) SELECT * FROM prices WHERE :batch"})
    EXPECT_TRUE(refusal(line, std::string(wrong) + ";").find("cannot be run in batches") !=
                std::string::npos)
        << wrong;
  EXPECT_TRUE(refusal(line, "INSERT INTO t VALUES (:batch);").find("needs a SELECT") !=
              std::string::npos);
}

TEST(BatchMark, DoesNotGoWithAnUpdateOfItsOwnKey) {
  for (const char* wrong : {"UPDATE prices SET id = id + 1 WHERE :batch",
                            "UPDATE prices SET a = 1, ID = 2 WHERE :batch",
                            "UPDATE prices AS p SET (a, \"id\") = (1, 2) WHERE :batch(p)",
                            "UPDATE OR IGNORE app.prices SET id = 1 WHERE :batch"})
    EXPECT_TRUE(refusal(line, std::string(wrong) + ";").find("the key that the batches go along") !=
                std::string::npos)
        << wrong;
  EXPECT_EQ(refusal(line, "UPDATE prices SET a = (SELECT id FROM x), b = id WHERE :batch;"),
            "accepted");
  EXPECT_EQ(refusal(line, "UPDATE other SET id = p.id FROM prices p WHERE :batch(p);"), "accepted");
}

TEST(BatchMark, CannotStandInATransactionOfTheFile) {
  EXPECT_TRUE(refusal("BEGIN;\n" + std::string(line), "DELETE FROM prices WHERE :batch;\nCOMMIT;")
                  .starts_with("3:1 batches cannot run between BEGIN and COMMIT"));
  EXPECT_TRUE(refusal(std::string(line) + "\n-- aludel:autocommit", "DELETE FROM t WHERE :batch;")
                  .starts_with("2:1 `autocommit` and `batch` do not go together"));
  EXPECT_TRUE(refusal(std::string(line) + "\n-- aludel:verify", "DELETE FROM t WHERE :batch;")
                  .starts_with("2:1 a verify query runs as a whole"));
  EXPECT_EQ(refusal(std::string(line) + "\n" + line, "DELETE FROM t WHERE :batch;"),
            "3:1 a statement has one `batch` line");
}

TEST(Batched, IsCutWhereTheMarkStoodAlsoBehindVariables) {
  const Script script =
      compiled("-- aludel:variables t:identifier v:literal\n-- aludel:upgrade\n" +
                   std::string(line) + "\nUPDATE {{t}} SET a = {{v}} WHERE :batch AND b = {{v}};\n",
               {{"t", "a long name"}, {"v", ":batch"}});
  const Segment& segment = script.segments.front();
  EXPECT_EQ(sql_for(*segment.batched, {.lower = "1", .upper = "2"}),
            "UPDATE \"a long name\" SET a = ':batch' WHERE (id > 1 AND id <= 2) AND b = ':batch'");
}

TEST(Batched, GoesFromTheFirstRowAndByRowComparison) {
  BatchDirective batch;
  batch.key = {"a", "\"b c\""};
  EXPECT_EQ(condition_on(batch, "p", {.lower = "", .upper = "1, 'x'"}),
            "((p.a, p.\"b c\") <= (1, 'x'))");
  EXPECT_EQ(condition_on(batch, "", {.lower = "0, ''", .upper = "1, 'x'"}),
            "((a, \"b c\") > (0, '') AND (a, \"b c\") <= (1, 'x'))");
}

}  // namespace

}  // namespace aludel
