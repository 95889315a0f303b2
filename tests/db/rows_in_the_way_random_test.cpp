// Random rows and what may be asked of their table: SQLite refuses just where rows are told to be
// in the way.
#include "db/support/dice.hpp"
#include "db/support/sqlite_memory.hpp"

namespace aludel::testing {
namespace {

class RandomRows {
 public:
  explicit RandomRows(Dice& dice) : dice_(dice) {}

  [[nodiscard]] std::string table() {
    const std::string kind = dice_.happens(30) ? "id INTEGER PRIMARY KEY, " : "";
    std::string sql = "CREATE TABLE t (" + kind + column("a") + ", " + column("b") + ")";
    const int rows = dice_.up_to(4);
    for (int i = 0; i < rows; ++i)
      sql += ";\nINSERT OR IGNORE INTO t (a, b) VALUES (" + value() + ", " + value() + ")";
    return sql;
  }

  [[nodiscard]] Operation operation() {
    switch (dice_.up_to(9)) {
      case 0: return added(Unique{.name = "uq", .columns = {"a"}});
      case 1: return added(Unique{.columns = {"b", "a"}});
      case 2: return added(Check{.expression = one_of({"a > 1", "typeof(a) = 'text'", "b <> a"})});
      case 3: return AlterTable{"t", {SetStrict{true}}};
      case 4:
      case 5:
      case 6: return AlterTable{"t", {AlterColumn{.name = "a", .type = type()}}};
      case 7:
        return AlterTable{
            "t",
            {AlterColumn{.name = "b", .type = type()}, AddConstraint{Unique{.columns = {"a"}}}}};
      case 8: return unique_index({.column = "a", .collation = one_of({"", "NOCASE"})});
      default: return unique_index({.expression = one_of({"lower(a)", "a || b"})});
    }
  }

 private:
  std::string one_of(const std::vector<std::string>& all) { return dice_.one_of(all); }
  std::string column(const std::string& name) {
    return name + one_of({"", " TEXT", " INTEGER", " REAL", " NUMERIC(9, 2)", " BLOB",
                          " TEXT COLLATE NOCASE"});
  }
  std::string value() {
    return one_of({"NULL", "1", "2", "'1'", "'01'", "'x'", "'X'", "''", "1.0", "1.5", "x'41'",
                   "'1e1'", "' 1'", "10", "'1.50'", "9007199254740993", "1e300"});
  }
  Type type() {
    const std::vector<Type> all{integer(),     big_int(), boolean(), real(),
                                numeric(9, 2), text(),    bytes(),   varchar(5)};
    return dice_.one_of(all);
  }
  static Operation added(Constraint constraint) {
    return AlterTable{"t", {AddConstraint{std::move(constraint)}}};
  }
  Operation unique_index(IndexPart part) {
    return CreateIndex{.table = "t",
                       .index = {.name = "ix",
                                 .parts = {std::move(part)},
                                 .unique = true,
                                 .where = one_of({"", "b IS NOT NULL"})}};
  }

  Dice& dice_;
};

TEST(RowsInTheWayRandom, AreTheRowsThatSqliteRefuses) {
  const std::uint64_t first = first_seed();
  int refusals = 0;
  for (int i = 0; i < number_of_cases(500); ++i) {
    const std::uint64_t seed = first + static_cast<std::uint64_t>(i);
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    RandomRows random(dice);
    const std::string sql = random.table();
    SqliteMemory database;
    database.run(sql + ";\n");
    const Operation operation = random.operation();
    const std::string told = database.rows_in_the_way(operation);
    const std::string refused = database.attempt(operation);
    refusals += refused.empty() ? 0 : 1;
    ASSERT_EQ(told.empty(), refused.empty())
        << sql << "\ntold: " << told << "\nrefused: " << refused;
  }
  EXPECT_GT(refusals, 50);
}

}  // namespace
}  // namespace aludel::testing
