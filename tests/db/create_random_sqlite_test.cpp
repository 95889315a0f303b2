// Random catalogs of everything that SQLite has: what is made of them is read as it was meant.
#include "catalog/creation.hpp"
#include "db/support/dice.hpp"
#include "db/support/sqlite_memory.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/rules.hpp"

namespace aludel::testing {
namespace {

using Names = std::vector<std::string>;

struct TypeAndDefaults {
  Type type;
  Names defaults;
};

std::vector<TypeAndDefaults> types() {
  return {{boolean(), {"true", "0"}},
          {small_int(), {"-5", "(+7)"}},
          {integer(), {"0", "1 + 1"}},
          {big_int(), {"9000000000"}},
          {real(), {"1.5", "-.5e3"}},
          {double_precision(), {"0.0"}},
          {numeric(), {"0"}},
          {numeric(12, 2), {"12.34"}},
          {text(), {"'it''s'", "lower('A')", "''"}},
          {varchar(20), {"'x'"}},
          {character(3), {"'abc'"}},
          {bytes(), {"x'00ff'"}},
          {date(), {"current_date", "date('now')"}},
          {time(), {"CURRENT_TIME"}},
          {timestamp(3), {"now()"}},
          {timestamp_tz(), {"CURRENT_TIMESTAMP"}},
          {interval(), {}},
          {uuid(), {}},
          {json(), {"'{}'"}},
          {jsonb(), {"json_object('a', 1)"}},
          {array_of(text()).on("sqlite", "TEXT"), {}},
          {text().on("sqlite", "my own type (3)"), {}}};
}

class RandomCatalog {
 public:
  explicit RandomCatalog(Dice& dice) : dice_(dice) {}

  Catalog catalog() {
    Catalog catalog;
    const int tables = 1 + dice_.up_to(3);
    for (int i = 0; i < tables; ++i) names_.push_back(name("t", i));
    catalog.tables.push_back({.name = "the parents",
                              .columns = {{.name = "id", .type = integer(), .nullable = false}},
                              .constraints = {PrimaryKey{.columns = {"id"}}}});
    for (const std::string& each : names_) catalog.tables.push_back(table(each));
    if (dice_.happens(60)) catalog.views.push_back(view());
    if (dice_.happens(60)) catalog.triggers.push_back(trigger());
    return catalog;
  }

 private:
  /// Names that need quotes, and such that are words of SQL.
  std::string name(const std::string& stem, int number) {
    const std::string plain = stem + std::to_string(number);
    return dice_.one_of(Names{plain, plain, "the " + plain, plain + "\"x", "Ünder_" + plain,
                              "select" + std::to_string(number), "order." + plain});
  }

  Table table(const std::string& called) {
    Table table{.name = ObjectName("main", called)};
    table.strict = dice_.happens(20);
    table.comment = dice_.happens(20) ? "not kept" : "";
    const int number = 1 + dice_.up_to(5);
    for (int i = 0; i < number; ++i) table.columns.push_back(column(i, table.strict));
    const std::string first = table.columns.front().name;
    switch (dice_.up_to(4)) {
      case 0:
        table.columns.push_back({.name = "id", .type = big_int(), .identity = Identity{}});
        table.constraints.emplace_back(PrimaryKey{.columns = {"id"}});
        break;
      case 1:
        table.columns.push_back({.name = "id", .type = small_int()});
        table.constraints.emplace_back(PrimaryKey{.name = "pk of it", .columns = {"ID"}});
        break;
      case 2: table.constraints.emplace_back(PrimaryKey{.columns = {first}}); break;
      case 3:
        table.columns.push_back({.name = "key", .type = uuid()});
        table.constraints.emplace_back(PrimaryKey{.name = "pk", .columns = {first, "key"}});
        table.without_rowid = dice_.happens(50);
        break;
      default: break;
    }
    add_constraints(table);
    add_indexes(table);
    return table;
  }

  Column column(int number, bool strict) {
    Column column{.name = name("c", number)};
    TypeAndDefaults chosen = dice_.one_of(types());
    while (strict && !chosen.type.own.empty()) chosen = dice_.one_of(types());
    column.type = chosen.type;
    column.nullable = dice_.happens(50);
    if (!chosen.defaults.empty() && dice_.happens(40))
      column.default_sql = dice_.one_of(chosen.defaults);
    if (dice_.happens(20)) column.collation = dice_.one_of(Names{"nocase", "RTRIM", "BINARY"});
    return column;
  }

  void add_constraints(Table& table) {
    const std::string first = quoted(table.columns.front().name);
    const std::string last = table.columns.back().name;
    if (dice_.happens(30))
      table.columns.push_back(
          {.name = "made",
           .type = text(),
           .nullable = dice_.happens(80),
           .generated = Generated{"(upper(" + first + ") || ')')", dice_.happens(50)}});
    if (dice_.happens(50))
      table.constraints.emplace_back(
          Check{.name = dice_.happens(50) ? "ck, one" : "",
                .expression = "/* why */ (" + first + " IN ('a)', 'b') OR " + first + " IS NULL)"});
    if (dice_.happens(40))
      table.constraints.emplace_back(
          Unique{.name = dice_.happens(50) ? "uq" : "", .columns = {last}});
    if (dice_.happens(50))
      // SQLite lets them name a table that is not there yet.
      table.constraints.emplace_back(ForeignKey{
          .name = dice_.happens(50) ? "fk" : "",
          .columns = {last},
          .table = ObjectName("main", dice_.one_of(Names{"the parents", "nowhere"})),
          .referred = dice_.happens(50) ? Names{} : Names{"id"},
          .on_delete = dice_.one_of(std::vector{Action::none, Action::cascade, Action::set_null}),
          .on_update = dice_.one_of(std::vector{Action::restrict, Action::set_default}),
          .match_full = dice_.happens(10),
          .deferral = dice_.one_of(
              std::vector{Deferral::never, Deferral::deferrable, Deferral::initially_deferred})});
  }

  void add_indexes(Table& table) {
    const int number = dice_.up_to(2);
    for (int i = 0; i < number; ++i) {
      Index index{.name = "i" + std::to_string(i) + " of " + table.name.name};
      index.parts.push_back({.column = table.columns.front().name,
                             .descending = dice_.happens(50),
                             .collation = dice_.one_of(Names{"", "binary", "NOCASE", "RTRIM"})});
      if (dice_.happens(50))
        index.parts.push_back({.expression = "(lower(" + quoted(table.columns.back().name) + "))",
                               .descending = dice_.happens(50),
                               .collation = dice_.one_of(Names{"", "BINARY", "rtrim"})});
      index.unique = dice_.happens(30);
      if (dice_.happens(30)) index.where = quoted(table.columns.back().name) + " IS NOT NULL -- so";
      table.indexes.push_back(std::move(index));
    }
  }

  View view() {
    View view{.name = "main.a view",
              .query = "SELECT 1, '; --' FROM " + quoted(names_.front()) + ";"};
    if (dice_.happens(50)) view.columns = {"one", "two words"};
    return view;
  }

  Trigger trigger() {
    return {.name = "a trigger",
            .table = ObjectName("", names_.back()),
            .timing = dice_.one_of(Names{"AFTER INSERT", "BEFORE DELETE", " UPDATE ", "insert"}),
            .action =
                "FOR EACH ROW WHEN 1 = 1\nBEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 'END;'; "
                "END;"};
  }

  static std::string quoted(const std::string& called) { return sqlite::quoted(called); }

  Dice& dice_;
  Names names_;
};

TEST(CreateRandomSqlite, WhatIsMadeIsReadAsItWasMeant) {
  const std::uint64_t seed = first_seed();
  for (int i = 0; i < number_of_cases(60); ++i) {
    SCOPED_TRACE("ALUDEL_SEED=" + std::to_string(seed + static_cast<std::uint64_t>(i)));
    Dice dice(seed + static_cast<std::uint64_t>(i));
    SqliteMemory database;
    Catalog expected;
    for (const Operation& operation : creation(RandomCatalog(dice).catalog(), sqlite::rules)) {
      apply(expected, database.bound(operation), sqlite::rules);
      database.perform(operation);
    }
    const Catalog found = database.catalog();
    EXPECT_TRUE(found == sorted(expected)) << written_out(found) << written_out(expected);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace aludel::testing
