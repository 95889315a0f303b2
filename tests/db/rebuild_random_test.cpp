// Random tables with rows, indexes, triggers, views and children, and random changes of them: every
// row is there afterwards with its rowid and its values, and the catalog is what `apply` says.
#include <map>

#include "catalog/inverse.hpp"
#include "catalog/lookup.hpp"
#include "db/support/dice.hpp"
#include "db/support/sqlite_memory.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/rules.hpp"

namespace aludel::testing {
namespace {

using Lines = std::vector<std::string>;

/// A table `t` of columns c0, c1 … whose values are small whole numbers or texts, so that every
/// constraint that is made up here holds for all rows that are made up.
class RandomDatabase {
 public:
  explicit RandomDatabase(Dice& dice) : dice_(dice) {}

  [[nodiscard]] Table table() {
    Table table{.name = "t"};
    const int kind_of_key = dice_.up_to(3);  // none, alias, AUTOINCREMENT, of two columns
    if (kind_of_key == 1 || kind_of_key == 2) {
      table.columns.push_back({.name = "id", .type = integer(), .nullable = false});
      table.constraints.emplace_back(PrimaryKey{.name = name("pk"), .columns = {"id"}});
      if (kind_of_key == 2) table.columns.back().identity = Identity{};
    }
    const int columns = 2 + dice_.up_to(3);
    for (int i = 0; i < columns; ++i) table.columns.push_back(column(i));
    if (kind_of_key == 3) {
      for (std::size_t i = 0; i < 2; ++i) {
        table.columns.at(i).nullable = false;
        table.columns.at(i).collation.clear();
      }
      table.constraints.emplace_back(PrimaryKey{
          .name = name("pk"), .columns = {table.columns.at(0).name, table.columns.at(1).name}});
      table.without_rowid = dice_.happens(50);
    }
    table.strict = dice_.happens(20);
    if (dice_.happens(40))
      table.columns.push_back(
          {.name = "made", .type = text(), .generated = Generated{"c0 || '!'", dice_.happens(50)}});
    if (dice_.happens(50)) table.constraints.emplace_back(check());
    if (dice_.happens(30)) table.constraints.emplace_back(check());
    if (dice_.happens(40))
      table.constraints.emplace_back(Unique{.name = name("uq"), .columns = {"c0", "c1"}});
    if (dice_.happens(40)) {
      table.columns.push_back({.name = "up", .type = integer()});
      table.constraints.emplace_back(
          ForeignKey{.name = name("fk"),
                     .columns = {"up"},
                     .table = "parents",
                     .on_delete = dice_.happens(50) ? Action::cascade : Action::set_null});
    }
    if (dice_.happens(60)) table.indexes.push_back(index("i1"));
    if (dice_.happens(30)) table.indexes.push_back(index("i2"));
    return table;
  }

  [[nodiscard]] Index index(const std::string& called) {
    Index index{.name = called};
    index.parts.push_back({.column = "c1", .descending = dice_.happens(50)});
    if (dice_.happens(40)) index.parts.push_back({.expression = "coalesce(c0, c1)"});
    if (dice_.happens(40)) index.parts.push_back({.column = "c0", .collation = "RTRIM"});
    if (dice_.happens(40)) index.where = "c1 IS NOT NULL";
    return index;
  }

  [[nodiscard]] Check check() {
    const std::string first = current("c0");
    const std::string second = current("c1");
    const Lines holding{first + " <> 'never'", "length(" + second + ") < 100",
                        second + " >= '' OR " + first + " IS NOT NULL OR 1"};
    return {.name = name("ck"), .expression = dice_.one_of(holding)};
  }

  /// Rows, children that go with them, views and triggers on both.
  [[nodiscard]] Lines surroundings(const Table& table) {
    Lines statements;
    const int rows = dice_.up_to(30);
    for (int row = 1; row <= rows; ++row) {
      std::string names, values;
      for (const Column& column : table.columns) {
        if (column.generated) continue;
        names += (names.empty() ? "" : ", ") + sqlite::quoted(column.name);
        values += (values.empty() ? "" : ", ") + value(column, row);
      }
      if (!table.without_rowid && sqlite::rowid_alias(table) == nullptr) {
        names += ", rowid";
        values += ", " + std::to_string(row * 7);
      }
      statements.push_back("INSERT INTO t (" + names + ") VALUES (" + values + ")");
    }
    if (sqlite::rowid_alias(table) != nullptr) {
      statements.push_back("CREATE TABLE child (t INTEGER REFERENCES t (id) ON DELETE CASCADE)");
      statements.push_back("INSERT INTO child SELECT id FROM t WHERE id % 2 = 0");
      statements.push_back("DELETE FROM t WHERE id = " + std::to_string(rows * 3));
    }
    statements.push_back("CREATE TABLE log (said TEXT)");
    if (dice_.happens(60)) statements.push_back("CREATE VIEW v AS SELECT c0, c1 AS one FROM t");
    if (dice_.happens(60))
      statements.push_back(
          "CREATE TRIGGER tr AFTER INSERT ON t WHEN new.c0 IS NOT NULL BEGIN INSERT INTO log "
          "VALUES "
          "(new.c1); END");
    if (dice_.happens(40))
      statements.push_back(
          "CREATE TRIGGER far AFTER INSERT ON log BEGIN UPDATE t SET c0 = c0 WHERE c1 = new.said; "
          "END");
    return statements;
  }

  /// Changes that all rows take, none of them ruled out by what uses the column.
  [[nodiscard]] std::vector<TableChange> changes(const Table& table) {
    std::vector<TableChange> changes;
    const int number = 1 + dice_.up_to(4);
    for (int i = 0; i < number; ++i) {
      const std::string added = "n" + std::to_string(i);
      switch (dice_.up_to(9)) {
        case 0: changes.emplace_back(AddColumn{{.name = added, .type = integer()}}); break;
        case 1:
          changes.emplace_back(AddColumn{{.name = added,
                                          .type = text(),
                                          .nullable = false,
                                          .default_sql = dice_.happens(50) ? "'new'" : "1 + 1"}});
          break;
        case 2: changes.emplace_back(AddConstraint{check()}); break;
        case 3:
          changes.emplace_back(
              AlterColumn{.name = current("c0"), .default_sql = std::optional<std::string>("'d'")});
          break;
        case 4:
          if (!table.strict)
            changes.emplace_back(AlterColumn{.name = current("c1"), .type = varchar(40 + i)});
          break;
        case 5: {
          const std::string which = dice_.one_of(Lines{"c0", "c1"});
          const std::string to = which + "_" + std::to_string(i);
          changes.emplace_back(RenameColumn{current(which), to});
          names_[which] = to;
          break;
        }
        case 6: changes.emplace_back(SetStrict{false}); break;
        case 7:
          changes.emplace_back(AddConstraint{
              ForeignKey{.columns = {current("c1")}, .table = "texts", .referred = {"text"}}});
          break;
        case 8:
          changes.emplace_back(AlterColumn{.name = current("c1"), .collation = "NOCASE"});
          break;
        case 9:
          if (!is_in_key(table, "c1"))
            changes.emplace_back(AlterColumn{.name = current("c1"), .nullable = true});
          break;
      }
    }
    return changes;
  }

  /// What c0 or c1 is called by now.
  [[nodiscard]] std::string current(const std::string& column) const {
    const auto found = names_.find(column);
    return found == names_.end() ? column : found->second;
  }

 private:
  static bool is_in_key(const Table& table, const std::string& column) {
    const PrimaryKey* key = primary_key(table);
    return key != nullptr && contains_name(key->columns, column, sqlite::rules);
  }

  std::string name(const std::string& prefix) {
    return dice_.happens(50) ? prefix + std::to_string(dice_.up_to(100'000)) : "";
  }

  Column column(int number) {
    Column column{.name = "c" + std::to_string(number)};
    column.type = dice_.happens(50) ? text() : varchar(20);
    if (number > 1 && dice_.happens(50)) column.type = integer();
    column.nullable = dice_.happens(60);
    if (dice_.happens(30)) column.default_sql = column.type == integer() ? "0" : "'d'";
    if (column.type != integer() && dice_.happens(20)) column.collation = "NOCASE";
    return column;
  }

  std::string value(const Column& column, int row) {
    if (column.name == "id") return std::to_string(row * 3);
    if (column.name == "up") return dice_.happens(30) ? "NULL" : "1";
    if (column.nullable && dice_.happens(20)) return "NULL";
    const std::string number = std::to_string(row);
    return column.type == integer() ? number : "'it''s " + number + "'";
  }

  Dice& dice_;
  std::map<std::string, std::string> names_;
};

/// All rows with what identifies them; of the columns only those that were there from the start.
Lines rows_of(SqliteMemory& database, const Table& table, const RandomDatabase& random) {
  std::string select = table.without_rowid ? "" : "rowid";
  for (const Column& column : table.columns)
    select += (select.empty() ? "" : ", ") + std::string("quote(") +
              sqlite::quoted(random.current(column.name)) + ")";
  return database.rows("SELECT " + select + " FROM t ORDER BY 1, 2");
}

void check_one_case(std::uint64_t seed) {
  SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed));
  Dice dice(seed);
  RandomDatabase random(dice);
  SqliteMemory database;
  database.run(
      "CREATE TABLE parents (id INTEGER PRIMARY KEY);\nINSERT INTO parents VALUES (1);\nCREATE "
      "TABLE "
      "texts (text TEXT UNIQUE);\n");
  database.perform(CreateTable{random.table()});
  const Table table = database.table("t");
  const Lines surroundings = random.surroundings(table);
  for (const std::string& statement : surroundings) database.connection().query(statement);
  database.run("INSERT OR IGNORE INTO texts SELECT c1 FROM t");
  const Lines before = rows_of(database, table, random);
  const Lines log = database.rows("SELECT * FROM log");
  const bool has_child = sqlite::rowid_alias(table) != nullptr;
  const Lines children = has_child ? database.rows("SELECT * FROM child") : Lines{};
  const Lines counter = has_child && table.columns.front().identity
                            ? database.rows("SELECT * FROM sqlite_sequence")
                            : Lines{};

  const AlterTable operation{"t", random.changes(table)};
  std::string statements;
  for (const std::string& statement : database.statements(operation))
    statements += statement + ";\n";
  SCOPED_TRACE(statements);
  const Catalog at_first = database.catalog();
  const Operation bound = database.bound(operation);
  database.perform(operation);

  EXPECT_EQ(rows_of(database, table, random), before);
  EXPECT_EQ(database.rows("SELECT * FROM log"), log) << "a trigger fired";
  if (has_child) {
    EXPECT_EQ(database.rows("SELECT * FROM child"), children);
  }
  if (!counter.empty()) {
    EXPECT_EQ(database.rows("SELECT * FROM sqlite_sequence"), counter);
  }
  EXPECT_EQ(database.rows("PRAGMA integrity_check"), Lines{"ok"});
  EXPECT_EQ(database.rows("PRAGMA foreign_key_check"), Lines{});
  for (const View& view : database.catalog().views)
    (void)database.rows("SELECT * FROM " + sqlite::quoted(view.name.name));

  const auto way_back = inverse(bound, at_first, sqlite::rules);
  if (!way_back) return;
  for (const Operation& back : *way_back) database.perform(back);
  const Catalog found = without_needless_quotes(database.catalog());
  EXPECT_TRUE(found == without_needless_quotes(at_first)) << "back is\n" << written_out(found);
  EXPECT_EQ(rows_of(database, table, RandomDatabase(dice)), before);
}

TEST(RebuildRandom, EveryRowIsStillThereWithItsRowidAndSoItIsOnTheWayBack) {
  const std::uint64_t seed = first_seed();
  for (int i = 0; i < number_of_cases(60); ++i) {
    check_one_case(seed + static_cast<std::uint64_t>(i));
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace aludel::testing
