// Many rows of one `bulk_insert` travel beside the SQL: they must be what few rows are, inside of
// it.
#include <gtest/gtest.h>

#include "aludel/compiled.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {

namespace {

constexpr int many = 1500;

void create_values(Operations& op) {
  op.create_table({.name = "kept",
                   .columns = {{.name = "id", .type = integer(), .nullable = false},
                               {.name = "said", .type = text()},
                               {.name = "price", .type = numeric(12, 4)},
                               {.name = "factor", .type = double_precision()},
                               {.name = "is_new", .type = boolean()},
                               {.name = "label", .type = varchar(40)}},
                   .constraints = {PrimaryKey{.columns = {"id"}}}});
}

std::vector<Cell> row_of(int id) {
  const std::vector<Cell> texts{
      "plain",       "",     "a\tb\\c", "two\nlines", "cr\r\nlf",  "it's \"so\"",   "\\N",
      "über straße", "0042", nullptr,   "1e5",        "-- no end", "$1 ?1 :x {{y}}"};
  const std::vector<Cell> numbers{0, -7, sql("12.25"), sql("0.1"), sql("-3.5e2"), nullptr, 5000};
  const auto at = static_cast<std::size_t>(id);
  return {id,
          texts[at % texts.size()],
          numbers[at % numbers.size()],
          at % 3 == 0 ? Cell(0.1 * id) : numbers[(at + 1) % numbers.size()],
          at % 4 == 0 ? Cell(nullptr) : Cell(at % 2 == 0),
          at % 5 == 0 ? Cell(id) : texts[(at + 3) % texts.size()]};
}

const std::vector<std::string> columns{"id", "said", "price", "factor", "is_new", "label"};

/// @param most  rows of one call
void insert_in_calls(Operations& op, int most) {
  std::vector<std::vector<Cell>> rows;
  for (int id = 1; id <= many; ++id) {
    rows.push_back(row_of(id));
    if (static_cast<int>(rows.size()) == most || id == many)
      op.bulk_insert("kept", columns, std::exchange(rows, {}));
  }
}

class CodeRows : public OnDatabase {
 protected:
  void up(const std::vector<Migration>& all) {
    database->disconnect();
    std::vector<CompiledRevision> list;
    paths_.clear();
    paths_.reserve(all.size());
    for (const Migration& each : all) {
      paths_.push_back("versions/" + each.id + ".cpp");
      list.push_back({.path = paths_.back(), .code = &each});
    }
    upgrade(database->url(), compiled_migrations(list));
  }
  Lines all_rows() {
    const std::string kinds = on_postgresql() ? ""
                                              : ", typeof(said), typeof(price), typeof(factor), "
                                                "typeof(is_new), typeof(label), hex(said)";
    return rows("SELECT kept.*" + kinds + " FROM kept ORDER BY id");
  }

 private:
  std::vector<std::string> paths_;
};

TEST_P(CodeRows, AreTheSameWhetherTheyAreFewOrMany) {
  up({{.id = "1", .message = "table", .upgrade = create_values},
      {.id = "2", .down_revision = {"1"}, .message = "few", .upgrade = [](Operations& op) {
         insert_in_calls(op, 100);
       }}});
  const Lines few = all_rows();
  ASSERT_EQ(few.size(), static_cast<std::size_t>(many));
  for (const char* name : {"kept", "aludel_version", "aludel_journal", "aludel_text"})
    rows("DROP TABLE " + std::string(name));
  up({{.id = "1", .message = "table", .upgrade = create_values},
      {.id = "2", .down_revision = {"1"}, .message = "many", .upgrade = [](Operations& op) {
         insert_in_calls(op, many);
       }}});
  EXPECT_EQ(all_rows(), few);
}

TEST_P(CodeRows, GoInWithTheTableThatTheSameRevisionMakes) {
  up({{.id = "1", .message = "all", .upgrade = [](Operations& op) {
         create_values(op);
         insert_in_calls(op, many);
         op.create_index("kept", "ix_kept_said", {"said"});
       }}});
  EXPECT_EQ(all_rows().size(), static_cast<std::size_t>(many));
}

TEST_P(CodeRows, ThatNeedAnExpressionGoInToo) {
  up({{.id = "1", .message = "all", .upgrade = [](Operations& op) {
         create_values(op);
         std::vector<std::vector<Cell>> rows;
         for (int id = 1; id <= many; ++id) rows.push_back({id, sql("upper('a')")});
         op.bulk_insert("kept", {"id", "said"}, std::move(rows));
       }}});
  EXPECT_EQ(value("SELECT count(*) FROM kept WHERE said = 'A'"), std::to_string(many));
}

TEST_P(CodeRows, OfARevisionInSeveralSegmentsAreKeptInItsText) {
  up({{.id = "1", .message = "table", .upgrade = create_values},
      {.id = "2", .down_revision = {"1"}, .message = "rows", .upgrade = [](Operations& op) {
         insert_in_calls(op, many);
         op.execute("VACUUM", {.reversible = true, .autocommit = true});
         op.execute("UPDATE kept SET said = 'done' WHERE id = 1");
       }}});
  EXPECT_EQ(all_rows().size(), static_cast<std::size_t>(many));
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE text LIKE '%two%lines%'"), "1");
}

TEST_P(CodeRows, AreAllGoneWhereOneIsRefusedAndItIsNamed) {
  const Migration table{.id = "1", .message = "table", .upgrade = create_values};
  const Migration rows_twice{
      .id = "2", .down_revision = {"1"}, .message = "twice", .upgrade = [](Operations& op) {
        std::vector<std::vector<Cell>> rows;
        for (int id = 1; id <= many; ++id) rows.push_back({id == 1234 ? 7 : id, "a"});
        op.bulk_insert("kept", {"id", "said"}, std::move(rows));
      }};
  up({table});
  try {
    up({table, rows_twice});
    FAIL() << "a key went in twice";
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    ASSERT_TRUE(problem.place);
    EXPECT_EQ(problem.place->file, "versions/2.cpp");
    const std::string told =
        problem.message + " " + problem.place->label + " " + problem.detail + " " + problem.context;
    EXPECT_TRUE(told.contains(on_postgresql() ? "line 1234" : "row 1,234 of 1,500")) << told;
  }
  EXPECT_EQ(value("SELECT count(*) FROM kept"), "0");
}

TEST_P(CodeRows, OfAColumnThatIsNamedTwiceAreRefused) {
  const Migration twice{.id = "1", .message = "twice", .upgrade = [](Operations& op) {
                          create_values(op);
                          op.bulk_insert("kept", {"id", "said", "said"}, {{1, "a", "b"}});
                        }};
  try {
    up({twice});
    FAIL() << "one of two values would be lost";
  } catch (const Error& error) {
    EXPECT_TRUE(error.diagnostic().message.contains("column said of table kept is named twice"))
        << error.diagnostic().message;
  }
}

TEST_P(CodeRows, AreOfTheSameValuesWhateverStandsBesideThem) {
  up({{.id = "1", .message = "all", .upgrade = [](Operations& op) {
         create_values(op);
         const std::vector<std::vector<Cell>> rows{{1, 1e15}, {2, -0.0},        {3, sql("007")},
                                                   {4, 0.25}, {5, sql("1.50")}, {6, 'c'}};
         op.bulk_insert("kept", {"id", "label"}, rows);
         std::vector<std::vector<Cell>> more;
         for (std::vector<Cell> row : rows) {
           row[0] = sql("10 + " + row[0].value);
           more.push_back(std::move(row));
         }
         op.bulk_insert("kept", {"id", "label"}, more);
       }}});
  EXPECT_EQ(rows("SELECT label FROM kept WHERE id < 10 ORDER BY id"),
            rows("SELECT label FROM kept WHERE id > 10 ORDER BY id"));
  EXPECT_EQ(value("SELECT label FROM kept WHERE id = 6"), "c");
}

TEST_P(CodeRows, WithANewValueOfAnEnumGoInBehindItsCommit) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has no enums";
  up({{.id = "1",
       .message = "all",
       .upgrade =
           [](Operations& op) {
             op.execute("CREATE TYPE mood AS ENUM ('sad')");
             op.execute("CREATE TABLE felt (id integer PRIMARY KEY, mood mood)");
           }},
      {.id = "2", .down_revision = {"1"}, .message = "value", .upgrade = [](Operations& op) {
         op.add_enum_value("mood", "glad");
         op.bulk_insert("felt", {"id", "mood"}, {{1, "glad"}});
       }}});
  EXPECT_EQ(value("SELECT mood FROM felt"), "glad");
}

TEST_P(CodeRows, GiveNoValueToAnIdentityThatIsAlwaysTheServers) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite takes one";
  const Migration given{
      .id = "1", .message = "given", .upgrade = [](Operations& op) {
        op.create_table(
            {.name = "z",
             .columns = {{.name = "id", .type = big_int(), .identity = Identity{.always = true}},
                         {.name = "x", .type = text()}}});
        op.bulk_insert("z", {"id", "x"}, {{5, "a"}});
      }};
  EXPECT_THROW(up({given}), Error);
  EXPECT_FALSE(database->has_table("z"));
}

ALUDEL_ON_EVERY_DATABASE(CodeRows);

}  // namespace

}  // namespace aludel::testing
