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
  EXPECT_EQ(directive_refusal("table=prices key=id,ID"),
            "2:34 the column ID stands twice in this key; write each column once: `key=a,b`");
  EXPECT_EQ(directive_refusal("table=prices key=\"Id\",id"), "accepted");
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

TEST(BatchMark, MayNotStandWhereRowsOfOtherBatchesAreMet) {
  for (const char* wrong :
       {":batch IS FALSE",
        ":batch = false",
        ":batch <> true",
        "(:batch) IS NOT TRUE",
        "false = :batch",
        ":batch IS NOT NULL",
        ":batch ISNULL",
        "(:batch) IN (false)",
        "a IN (:batch)",
        "not(:batch)",
        "a AND NOT (b AND :batch)",
        "(a AND :batch) IS FALSE",
        "(a AND :batch) = (b)",
        "CASE WHEN :batch THEN false ELSE true END",
        "CASE :batch WHEN true THEN false END",
        "CASE WHEN a AND :batch THEN 0 ELSE 1 END = 1",
        "coalesce(NULLIF(:batch, true), true)",
        "coalesce(a AND :batch)",
        "(a, b AND :batch) = (1, 0)",
        "a BETWEEN 0 AND :batch",
        "a BETWEEN :batch AND 1",
        "a = b = :batch",
        ":batch BETWEEN 0 AND 0",
        ":batch + 1",
        "id IN (SELECT :batch)",
        "id = (SELECT max(id) FROM prices WHERE :batch)",
        "id > ALL (SELECT id FROM prices WHERE :batch)",
        "id <> ANY (SELECT id FROM prices WHERE :batch)",
        "(SELECT count(*) FROM prices WHERE :batch) = 0",
        "((SELECT count(*) FROM prices WHERE :batch) = 0)",
        "NOT EXISTS (SELECT 1 FROM a WHERE a.id = b AND :batch(a))",
        "not (EXISTS (SELECT 1 FROM a WHERE :batch(a)))",
        "EXISTS (SELECT 1 FROM a WHERE :batch(a)) IS FALSE",
        "EXISTS (SELECT 1 FROM a WHERE :batch(a)) OR b",
        "EXISTS (SELECT 1 FROM c WHERE NOT EXISTS (SELECT 1 FROM a WHERE :batch(a)))",
        "NOT EXISTS (SELECT 1 FROM c WHERE EXISTS (SELECT 1 FROM a WHERE :batch(a)))",
        "EXISTS (SELECT 1 FROM c WHERE a UNION SELECT 1 FROM d WHERE :batch)",
        "id IN (SELECT 1 EXCEPT SELECT id FROM prices WHERE :batch)",
        "id IN (SELECT 1 EXCEPT (SELECT id FROM prices WHERE :batch))",
        "id NOT IN (SELECT id FROM prices WHERE :batch)",
        "NOT id IN (SELECT id FROM prices WHERE :batch)",
        "a = id IN (SELECT id FROM prices WHERE :batch)",
        "id IN (SELECT id FROM prices WHERE :batch) = false",
        "id IN (SELECT a FROM b GROUP BY a HAVING :batch)",
        "id IN (SELECT count(*) FILTER (WHERE :batch) FROM prices)",
        "id IN (SELECT a FROM b ORDER BY a AND :batch)",
        "id IN (SELECT a FROM b WHERE c GROUP BY a AND :batch)",
        "id IN (SELECT b.id FROM b LEFT JOIN a ON :batch(a))",
        "id IN (SELECT b.id FROM b JOIN a ON :batch(a) RIGHT JOIN c ON true)",
        "id IN (SELECT b.id FROM b LEFT JOIN (SELECT 1 FROM a WHERE :batch(a)) AS q ON true)",
        "id IN (SELECT (SELECT a FROM b WHERE :batch) FROM c)",
        "id IN (SELECT a FROM b WHERE c IS DISTINCT FROM (SELECT a FROM b WHERE :batch))"}) {
    EXPECT_TRUE(
        refusal(line, "DELETE FROM prices WHERE " + std::string(wrong) + ";").contains("`:batch`"))
        << wrong;
  }
  const std::string postgresql = "postgresql://localhost/x";
  for (
      const char* wrong :
      {"UPDATE prices SET a = (SELECT b FROM c WHERE :batch(c))",
       "UPDATE prices SET a = 1, b = (:batch)",
       "UPDATE prices SET (a, b) = (SELECT b, b FROM c WHERE :batch(c)) WHERE d",
       "INSERT INTO t SELECT (SELECT a FROM b WHERE :batch(b)) FROM c",
       "INSERT INTO t SELECT DISTINCT ON (:batch) a FROM c",
       "INSERT INTO t SELECT a FROM c EXCEPT SELECT a FROM prices WHERE :batch",
       "INSERT INTO t SELECT a FROM c WHERE d ON CONFLICT (a) DO UPDATE SET b = 1 WHERE :batch(t)",
       "INSERT INTO t SELECT a FROM c WHERE d ON CONFLICT (a) WHERE :batch(t) DO NOTHING",
       "INSERT INTO t SELECT ARRAY(SELECT a FROM b WHERE :batch(b)) FROM c",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)) DELETE FROM prices WHERE c",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)) DELETE FROM prices p WHERE NOT EXISTS (SELECT "
       "1 FROM q WHERE q.id = p.id)",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)) DELETE FROM prices p WHERE p.id NOT IN (TABLE "
       "q)",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)), r AS (SELECT id FROM b EXCEPT SELECT id FROM "
       "q) DELETE FROM prices p USING r WHERE p.id = r.id",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)) DELETE FROM prices p USING b LEFT JOIN q ON "
       "true WHERE p.id = b.id",
       "WITH q AS (DELETE FROM a WHERE :batch(a) RETURNING id) UPDATE prices SET n = n - 1",
       "WITH q AS (SELECT id FROM a WHERE :batch(a)), r AS (DELETE FROM b RETURNING id) DELETE "
       "FROM "
       "prices p USING q WHERE p.id = q.id"})
    EXPECT_TRUE(refusal("-- aludel:batch table=x key=id", std::string(wrong) + ";", postgresql)
                    .contains("batch"))
        << wrong << ": "
        << refusal("-- aludel:batch table=x key=id", std::string(wrong) + ";", postgresql);
}

TEST(BatchMark, MayStandInWhatTheRowsComeFrom) {
  const std::string postgresql = "postgresql://localhost/x";
  for (
      const char* right :
      {"DELETE FROM prices WHERE NOT a AND b IS NOT NULL AND :batch AND NOT c",
       "DELETE FROM prices WHERE a BETWEEN 1 AND 2 AND :batch AND b BETWEEN 1 AND 2",
       "DELETE FROM prices WHERE CASE WHEN a OR b THEN c END AND ((:batch)) AND CASE WHEN a OR b "
       "THEN c END",
       "DELETE FROM prices WHERE (a AND (b AND :batch)) AND (c OR d) RETURNING id",
       "DELETE FROM prices WHERE f(a, b) = ARRAY[a, b] AND (a, b) = (c, d) AND :batch AND e[1] = f",
       "DELETE FROM prices AS p WHERE a AND EXISTS (SELECT 1 FROM q WHERE q.id = p.id AND "
       ":batch(q)) AND b",
       "DELETE FROM prices AS p WHERE (p.a, p.b) IN (SELECT a, b FROM q WHERE :batch(q))",
       "DELETE FROM prices WHERE lower(a)::text IN (SELECT a FROM b WHERE c IN (SELECT c FROM d "
       "WHERE :batch(d)))",
       "DELETE FROM prices p USING q WHERE p.id = q.id AND :batch(q)",
       "DELETE FROM prices p USING (SELECT id FROM q WHERE :batch(q)) AS r WHERE p.id = r.id",
       "DELETE FROM prices p USING a JOIN b USING (c), (SELECT id FROM q WHERE :batch(q)) AS r "
       "WHERE p.id = r.id",
       "UPDATE prices p SET a = q.a FROM q JOIN r ON r.id = q.id AND :batch(q) WHERE p.id = q.id",
       "UPDATE prices p SET a = s.a FROM (SELECT id, row_number() OVER () AS a FROM q WHERE "
       ":batch(q)) AS s LEFT JOIN r ON r.id = s.id WHERE p.id = s.id OR p.b = s.a",
       "INSERT INTO t SELECT a FROM prices WHERE :batch ON CONFLICT (a) DO UPDATE SET b = 1 WHERE "
       "t.a OR t.c",
       "INSERT INTO t SELECT a FROM prices WHERE :batch GROUP BY a HAVING b OR c",
       "INSERT INTO t SELECT a FROM prices p LEFT JOIN q ON p.id = q.id WHERE :batch(p) ORDER BY a",
       "INSERT INTO t SELECT a FROM prices WHERE :batch EXCEPT SELECT a FROM b WHERE c OR d",
       "INSERT INTO t SELECT a FROM b UNION ALL (SELECT a FROM prices WHERE :batch)",
       "WITH q AS MATERIALIZED (DELETE FROM prices WHERE :batch RETURNING *) INSERT INTO t SELECT "
       "* FROM q",
       "WITH q (id, b) AS (SELECT id, b FROM prices WHERE :batch), r AS NOT MATERIALIZED (SELECT "
       "q.id, q.b FROM q JOIN s ON s.id = q.id) UPDATE other SET b = r.b FROM r WHERE r.id = "
       "other.id",
       "WITH q AS (DELETE FROM prices WHERE :batch RETURNING id, a), r AS (INSERT INTO t SELECT a "
       "FROM q RETURNING a) UPDATE u SET n = 1 FROM r WHERE r.a = u.a",
       "WITH RECURSIVE q AS (SELECT id FROM prices WHERE :batch UNION ALL SELECT a.id FROM a JOIN "
       "q "
       "ON q.id = a.up) INSERT INTO t SELECT id FROM q"})
    EXPECT_EQ(refusal("-- aludel:batch table=x key=id", std::string(right) + ";", postgresql),
              "accepted")
        << right;
}

TEST(BatchMark, SaysWhatIsInTheWay) {
  EXPECT_EQ(
      refusal(line, "DELETE FROM p WHERE NOT EXISTS (SELECT 1 FROM a WHERE :batch(a));"),
      "3:21 a NOT stands before the subquery with `:batch`: rows of all other batches would be "
      "met; put it into the WHERE of the statement itself, with `table=` naming the table "
      "there: `WHERE :batch AND NOT EXISTS (…)`");
  EXPECT_EQ(refusal(line, "DELETE FROM prices WHERE :batch IS FALSE;"),
            "3:33 `IS` stands behind `:batch`; join it by AND to all that is beside it: `WHERE "
            ":batch AND (a OR b)`");
  EXPECT_TRUE(refusal(line, "UPDATE t SET a = (SELECT b FROM c WHERE :batch(c));")
                  .starts_with("3:16 `:batch` stands in a subquery behind `=`: rows of other"));
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
