// Random tables with rows, indexes, triggers, views and children, and random changes of them: every
// row is there afterwards with its rowid and its values, and the catalog is what `apply` says.
#include <algorithm>
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
    const auto written = [](const std::string& column) {
      return column == "n 2" ? sqlite::quoted(column) : column;
    };
    const std::string first = written(current("c0"));
    const std::string second = written(current("c1"));
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
    if (dice_.happens(40)) {
      statements.push_back("CREATE VIEW w AS SELECT c0, upper(c1) AS up FROM t");
      statements.push_back("CREATE VIEW x AS SELECT count(*) AS n FROM w");
    }
    if (dice_.happens(30))
      statements.push_back(
          "CREATE TRIGGER of_c1 AFTER UPDATE OF c1, c0 ON t BEGIN DELETE FROM t WHERE c1 = old.c0; "
          "END");
    return statements;
  }

  void begin_with(const Table& table) {
    for (const Column& column : table.columns) firsts_.push_back(column.name);
  }

  /// One that all rows take; where something that is there forbids it, it is refused as a whole.
  [[nodiscard]] TableChange change(const Table& table) {
    const Column& column = dice_.one_of(table.columns);
    const std::string now = current(column.name);
    const std::string free = dice_.one_of(Lines{"c0", "c1", "c2", "n0", "n1", "N1", "n 2"});
    switch (dice_.up_to(16)) {
      case 0: return AddColumn{{.name = free, .type = integer()}};
      case 1:
        return AddColumn{{.name = free,
                          .type = text(),
                          .nullable = false,
                          .default_sql = dice_.happens(50) ? "'new'" : "lower('X')"}};
      case 2: return AddColumn{{.name = free, .generated = Generated{"1 + 1", dice_.happens(50)}}};
      case 3: return AddConstraint{check()};
      case 4: return AlterColumn{.name = now, .default_sql = std::optional<std::string>("'d'")};
      case 5: return AlterColumn{.name = now, .type = dice_.happens(50) ? varchar(44) : text()};
      case 6:
      case 7: return RenameColumn{now, free};
      case 8: return DropColumn{now};
      case 9: return SetStrict{dice_.happens(50)};
      case 10: return SetWithoutRowid{dice_.happens(50)};
      case 11: return AddConstraint{ForeignKey{.columns = {now}, .table = "texts"}};
      case 12:
        return AlterColumn{.name = now, .collation = dice_.one_of(Lines{"NOCASE", "BINARY"})};
      case 13: return AlterColumn{.name = now, .nullable = true};
      case 14: return AddConstraint{Unique{.name = name("uq"), .columns = {now, current("c1")}}};
      case 15:
        return AlterColumn{
            .name = now, .using_expression = sqlite::quoted(now), .collation = "RTRIM"};
      default: {
        if (table.constraints.empty()) return AddConstraint{check()};
        const Constraint constraint = dice_.one_of(table.constraints);
        if (!name_of(constraint).empty()) return DropConstraint{.name = name_of(constraint)};
        if (const auto* check = std::get_if<Check>(&constraint))
          return DropConstraint{.kind = ConstraintKind::check, .expression = check->expression};
        return DropConstraint{.columns = columns_of(constraint)};
      }
    }
  }

  /// Those of a few random changes that can follow each other.
  [[nodiscard]] AlterTable changes(const Table& table, SqliteMemory& database) {
    AlterTable operation{"t", {}};
    for (int left = 2 + dice_.up_to(6); left > 0; --left) {
      AlterTable longer = operation;
      longer.changes.push_back(change(table));
      try {
        (void)database.statements(longer);
      } catch (const Error&) {
        continue;
      }
      operation = std::move(longer);
      if (const auto* rename = std::get_if<RenameColumn>(&operation.changes.back()))
        follow(rename->name, rename->to);
      if (const auto* drop = std::get_if<DropColumn>(&operation.changes.back()))
        follow(drop->name, "");
    }
    return operation;
  }

  /// What a column of the first table is called by now; empty: it is gone.
  [[nodiscard]] std::string current(const std::string& column) const {
    const auto found = names_.find(column);
    return found == names_.end() ? column : found->second;
  }

 private:
  void follow(const std::string& from, const std::string& to) {
    for (const std::string& first : firsts_) {
      if (current(first) != from) continue;
      names_[first] = to;
      return;
    }
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
  Lines firsts_;  ///< columns of the first table
  std::map<std::string, std::string> names_;
};

/// All rows with what identifies them; of the columns those that were there from the start.
Lines rows_of(SqliteMemory& database, const Table& table, const RandomDatabase& random,
              bool has_rowid) {
  std::string select = has_rowid ? "rowid" : "'-'";
  for (const Column& column : table.columns) {
    const std::string name = random.current(column.name);
    if (!name.empty()) select += ", quote(CAST(" + sqlite::quoted(name) + " AS TEXT))";
  }
  Lines rows = database.rows("SELECT " + select + " FROM t");
  std::ranges::sort(rows);
  return rows;
}

/// `table` without the columns that are dropped.
Table what_stays(Table table, const RandomDatabase& random) {
  std::erase_if(table.columns,
                [&](const Column& column) { return random.current(column.name).empty(); });
  return table;
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
  random.begin_with(table);
  const Lines log = database.rows("SELECT * FROM log");
  const bool has_child = sqlite::rowid_alias(table) != nullptr;
  const Lines children = has_child ? database.rows("SELECT * FROM child") : Lines{};
  const bool has_counter = has_child && table.columns.front().identity;
  const Lines counter =
      has_counter ? database.rows("SELECT * FROM sqlite_sequence WHERE seq > 0") : Lines{};
  const Catalog at_first = database.catalog();

  const RandomDatabase same_names = random;
  const AlterTable operation = random.changes(table, database);
  std::string statements;
  for (const std::string& statement : database.statements(operation))
    statements += statement + ";\n";
  SCOPED_TRACE(statements);
  Catalog after = at_first;
  const Operation bound = database.bound(operation);
  apply(after, bound, sqlite::rules);
  const bool keeps_rowid =
      !table.without_rowid && !find_table(after, "t", sqlite::rules)->without_rowid;
  const Lines all_before = rows_of(database, table, same_names, keeps_rowid);
  const Lines before = rows_of(database, what_stays(table, random), same_names, keeps_rowid);
  database.perform(operation);

  EXPECT_EQ(rows_of(database, table, random, keeps_rowid), before);
  EXPECT_EQ(database.rows("SELECT * FROM log"), log) << "a trigger fired";
  if (has_child) {
    EXPECT_EQ(database.rows("SELECT * FROM child"), children);
  }
  if (has_counter && sqlite::rowid_alias(database.table("t")) != nullptr) {
    EXPECT_EQ(database.rows("SELECT * FROM sqlite_sequence WHERE seq > 0"), counter);
  }
  EXPECT_EQ(database.rows("PRAGMA integrity_check"), Lines{"ok"});
  EXPECT_EQ(database.rows("PRAGMA foreign_key_check"), Lines{});
  for (const View& view : database.catalog().views)
    (void)database.rows("SELECT * FROM " + sqlite::quoted(view.name.name));

  const auto way_back = inverse(bound, at_first, sqlite::rules);
  if (!way_back) return;
  for (const Operation& back : *way_back) database.perform(back);
  const Catalog found = without_needless_quotes(database.catalog());
  EXPECT_TRUE(found == without_needless_quotes(at_first)) << "back is\n"
                                                          << written_out(found) << "and was\n"
                                                          << written_out(at_first);
  EXPECT_EQ(rows_of(database, table, same_names, keeps_rowid), all_before);
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
