#include "catalog/sql_names.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace aludel {
namespace {

const Rules postgresql{.dialect = "postgresql"};
const Rules sqlite{.dialect = "sqlite", .folds_case = true};

/// "a b=alias", in order.
std::string tables_in(std::string_view sql, const Rules& rules = postgresql) {
  std::vector<std::string> names;
  for (const TableMention& mention : table_mentions(words_of(sql, rules))) {
    names.push_back(mention.name.text() + (mention.alias.empty() ? "" : "=" + mention.alias));
  }
  return join(names, " ");
}

TEST(TableMentions, StandWhereAQueryReadsAndWrites) {
  EXPECT_EQ(tables_in("SELECT x FROM a, app.b AS c JOIN \"D\" d ON d.x = c.x, e WHERE y IN (SELECT "
                      "z FROM f)"),
            "a app.b=c D=d e f");
  EXPECT_EQ(tables_in("INSERT INTO a (x, y) SELECT x, y FROM ONLY b ORDER BY x, y"), "a b");
  EXPECT_EQ(tables_in("UPDATE a SET x = 1, y = 2 FROM b WHERE a.x = b.x"), "a b");
  EXPECT_EQ(tables_in("DELETE FROM a USING b WHERE a.x = b.x"), "a b");
  EXPECT_EQ(tables_in("SELECT x FROM (a JOIN b USING (x)) UNION SELECT x FROM c LIMIT 1"), "a b c");
}

TEST(TableMentions, AreNotWhereFromSaysSomethingElse) {
  EXPECT_EQ(tables_in("SELECT extract(year FROM day), substring(name FROM 2) FROM a"), "a");
  EXPECT_EQ(tables_in("SELECT x IS DISTINCT FROM y FROM a"), "a");
  EXPECT_EQ(tables_in("SELECT n FROM generate_series(1, 3) n"), "");
  EXPECT_EQ(tables_in("SELECT 'FROM b' /* FROM c */ FROM a FOR UPDATE"), "a");
  EXPECT_EQ(tables_in("INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET x = 1"), "a");
}

TEST(TableMentions, AreNotNamesOfWithQueries) {
  EXPECT_EQ(tables_in("WITH t AS (SELECT x FROM o) SELECT t.x FROM t"), "o");
  EXPECT_EQ(tables_in("WITH o AS (SELECT 1), T (x) AS NOT MATERIALIZED (SELECT x FROM o) "
                      "SELECT x FROM t JOIN u ON true"),
            "u");
  EXPECT_EQ(tables_in("SELECT a FROM t, (WITH t AS (SELECT 1) SELECT * FROM t) q JOIN t AS r ON 1"),
            "t t=r");
  EXPECT_EQ(tables_in("WITH t AS (SELECT x FROM t) SELECT x FROM t, public.t"), "t public.t");
  EXPECT_EQ(tables_in("WITH RECURSIVE t AS (SELECT 1 UNION SELECT x FROM t) SELECT x FROM t"), "");
  EXPECT_EQ(tables_in("BEGIN INSERT INTO a WITH t AS (SELECT 1) SELECT * FROM t; "
                      "DELETE FROM t; END"),
            "a t");
  EXPECT_EQ(tables_in("WITH t AS (SELECT 1) INSERT INTO t SELECT * FROM t"), "t");
  EXPECT_EQ(tables_in("WITH t AS (SELECT 1) DELETE FROM t"), "t");
  EXPECT_EQ(tables_in("SELECT n FROM generate_series(1, 3) WITH ORDINALITY, t"), "t");
}

TEST(TableMentions, AreReadInEveryQuotingOfTheDatabase) {
  EXPECT_EQ(tables_in("SELECT * FROM [My a] JOIN `b` ON 1 JOIN \"c\"\"d\"", sqlite), "My a b c\"d");
}

TEST(TableMentions, MeanATableWithAndWithoutTheSchemaThatIsAlwaysThere) {
  EXPECT_TRUE(names_table("SELECT 1 FROM public.users", "users", postgresql));
  EXPECT_TRUE(names_table("SELECT 1 FROM Users", "users", postgresql));
  EXPECT_FALSE(names_table("SELECT 1 FROM \"Users\"", "users", postgresql));
  EXPECT_TRUE(names_table("SELECT 1 FROM \"Users\"", "users", sqlite));
  EXPECT_FALSE(names_table("SELECT 1 FROM app.users", "users", postgresql));
  EXPECT_FALSE(names_table("SELECT users FROM accounts", "users", postgresql));
}

TEST(WordsOf, ATextThatCannotBeReadAreNone) {
  EXPECT_TRUE(words_of("price > 'never closed", postgresql).words.empty());
}

TEST(WrittenName, HasQuotesWhereTheNameNeedsThem) {
  EXPECT_EQ(written_name("price", postgresql), "price");
  EXPECT_EQ(written_name("Price", postgresql), "\"Price\"");
  EXPECT_EQ(written_name("order", sqlite), "\"order\"");
  EXPECT_EQ(written_name("1st", sqlite), "\"1st\"");
}

}  // namespace
}  // namespace aludel
