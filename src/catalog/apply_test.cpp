#include "catalog/apply.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/lookup.hpp"

namespace aludel {
namespace {

const Rules sqlite{.dialect = "sqlite", .folds_case = true, .foreign_keys_may_dangle = true};
const Rules postgresql{.dialect = "postgresql", .column_takes_its_users = true};

Table assets() {
  return {.name = "assets",
          .columns = {{.name = "id", .type = big_int(), .nullable = false},
                      {.name = "symbol", .type = varchar(8), .nullable = false},
                      {.name = "price", .type = numeric(12, 2)}},
          .constraints = {PrimaryKey{.name = "assets_pkey", .columns = {"id"}}}};
}

Table prices() {
  return {.name = "prices",
          .columns = {{.name = "asset_id", .type = big_int()}, {.name = "day", .type = date()}},
          .constraints = {ForeignKey{.name = "fk_prices_asset",
                                     .columns = {"asset_id"},
                                     .table = "assets",
                                     .referred = {"id"}}}};
}

Catalog both() {
  return sorted(Catalog{.tables = {assets(), prices()}});
}

Catalog after(Catalog catalog, const Operation& operation, const Rules& rules = postgresql) {
  apply(catalog, operation, rules);
  return catalog;
}

Operation alter(const ObjectName& table, TableChange change) {
  return AlterTable{table, {std::move(change)}};
}

/// What is said of an operation that is refused: message and hint.
std::string refusal(Catalog catalog, const Operation& operation, const Rules& rules = postgresql) {
  const Catalog before = catalog;
  try {
    apply(catalog, operation, rules);
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, "E0329");
    EXPECT_EQ(catalog, before) << "a refused operation changes nothing";
    const std::string& hint = error.diagnostic().hint;
    return error.diagnostic().message + (hint.empty() ? "" : " | " + hint);
  }
  return "not refused";
}

Catalog with_view(std::string query) {
  Catalog catalog = both();
  catalog.views.push_back({.name = "daily", .query = std::move(query)});
  return catalog;
}

TEST(Apply, NamesTheNearestTableAndColumnWhereOneIsMissing) {
  EXPECT_EQ(refusal(both(), DropTable{"asets"}),
            "there is no table asets | did you mean `assets`?");
  EXPECT_EQ(refusal(both(), alter("assets", DropColumn{"simbol"})),
            "table assets has no column simbol | did you mean `symbol`?");
  EXPECT_EQ(refusal(both(), alter("assets", AlterColumn{.name = "xyz"})),
            "table assets has no column xyz | the columns are id, symbol, price");
}

TEST(Apply, RefusesANameThatIsTaken) {
  EXPECT_EQ(refusal(both(), CreateTable{assets()}),
            "the name assets is taken: there is a table of that name already | choose another "
            "name, or drop that one first");
  EXPECT_EQ(refusal(both(), alter("assets", AddColumn{{.name = "price", .type = text()}})),
            "table assets has a column price already | choose another name, or alter that column");
  EXPECT_EQ(refusal(both(), alter("assets", AddConstraint{Check{"assets_pkey", "price > 0"}})),
            "table assets has a constraint assets_pkey already | choose another name, or drop "
            "that one first");
  EXPECT_EQ(refusal(with_view("SELECT 1"), CreateIndex{"assets", {"daily", {{"price"}}}}),
            "the name daily is taken: there is a view of that name already | choose another name, "
            "or drop that one first");
}

TEST(Apply, TakesNamesThatDifferInCaseForOneWhereTheDatabaseDoes) {
  EXPECT_EQ(after(both(), alter("ASSETS", DropColumn{"Price"}), sqlite).tables[0].columns.size(),
            2U);
  EXPECT_EQ(refusal(both(), alter("ASSETS", DropColumn{"Price"})),
            "there is no table ASSETS | did you mean `assets`?");
}

TEST(Apply, RefusesALiteralDefaultThatDoesNotFitTheType) {
  const auto refused = [](Type type, std::string value, const Rules& rules = postgresql) {
    Column column{.name = "c", .type = std::move(type), .default_sql = std::move(value)};
    return refusal(both(), alter("assets", AddColumn{column}), rules);
  };
  EXPECT_EQ(refused(integer(), "'abc'"),
            "the default 'abc' of column c of table assets is no number | the column holds an "
            "integer; give a default of that type, or none");
  EXPECT_NE(refused(integer(), "3000000000"), "not refused");
  EXPECT_NE(refused(small_int(), "-40000"), "not refused");
  EXPECT_NE(refused(boolean(), "'maybe'"), "not refused");
  EXPECT_NE(refused(boolean(), "0"), "not refused");
  EXPECT_NE(refused(varchar(3), "'abcd'"), "not refused");
  EXPECT_NE(refused(date(), "'soon'"), "not refused");
  EXPECT_NE(refused(uuid(), "'1'"), "not refused");
  EXPECT_NE(refused(named("INTEGER"), "'abc'", sqlite), "not refused");
  EXPECT_EQ(refused(boolean(), "0", sqlite), "not refused");
  EXPECT_EQ(refused(integer(), "3000000000", sqlite), "not refused");
  EXPECT_EQ(refused(integer(), "'12'"), "not refused");
  EXPECT_EQ(refused(integer(), "0x1F", sqlite), "not refused");
  EXPECT_EQ(refused(big_int(), "-1_000"), "not refused");
  EXPECT_EQ(refused(integer(), "-5"), "not refused");
  EXPECT_EQ(refused(numeric(), "1.5e3"), "not refused");
  EXPECT_EQ(refused(varchar(3), "'äöü'"), "not refused");
  EXPECT_EQ(refused(varchar(3), "'it''s'"),
            "the default 'it''s' of column c of table assets has "
            "more than 3 characters | the column holds a text of limited length; give a default of "
            "that type, or none");
  EXPECT_EQ(refused(date(), "now()"), "not refused");
  EXPECT_EQ(refused(date(), "'2026-01-01'::date"), "not refused");
  EXPECT_EQ(refused(array_of(integer()), "'{}'"), "not refused");
}

TEST(Apply, RefusesADefaultThatIsNoValueOfTheEnum) {
  Catalog catalog = both();
  catalog.enums.push_back({.name = "mood", .values = {"happy", "sad"}});
  const Column column{.name = "m", .type = named("mood"), .default_sql = "'hapy'::mood"};
  EXPECT_EQ(refusal(catalog, alter("assets", AddColumn{column})),
            "the default 'hapy'::mood of column m of table assets is no value of enum mood | did "
            "you mean `happy`?");
}

TEST(Apply, DropsWhatNamesAColumnWhereTheDatabaseDoesAndElseRefuses) {
  Catalog catalog = both();
  catalog.tables[0].indexes = {{.name = "ix_price", .parts = {{.expression = "round(price)"}}},
                               {.name = "ix_symbol", .parts = {{.column = "symbol"}}}};
  const Operation drop = alter("assets", DropColumn{"price"});
  EXPECT_EQ(refusal(catalog, drop, sqlite),
            "column price of table assets is used by index ix_price | drop it first");
  const Catalog dropped = after(catalog, drop);
  ASSERT_EQ(dropped.tables[0].indexes.size(), 1U);
  EXPECT_EQ(dropped.tables[0].indexes[0].name, "ix_symbol");
}

TEST(Apply, RefusesToDropAColumnThatAGeneratedColumnUses) {
  Catalog catalog = both();
  catalog.tables[0].columns.push_back(
      {.name = "gross", .type = numeric(), .generated = Generated{"price * 1.2"}});
  EXPECT_EQ(refusal(catalog, alter("assets", DropColumn{"price"})),
            "column price of table assets is used by the generated column gross | drop column "
            "gross first, or change its expression");
}

TEST(Apply, RefusesToDropAColumnThatAViewTriggerPolicyOrForeignKeyUses) {
  const Operation drop = alter("assets", DropColumn{"price"});
  EXPECT_EQ(refusal(with_view("SELECT a.price FROM assets a"), drop, sqlite),
            "column price of table assets is used by view daily | drop it first, and create what "
            "is still wanted behind it");
  EXPECT_EQ(refusal(with_view("SELECT id, 'price' AS price FROM assets"), drop), "not refused");
  EXPECT_NE(refusal(with_view("SELECT * FROM assets"), drop), "not refused");
  EXPECT_EQ(refusal(with_view("SELECT count(*), p.price FROM prices p"), drop), "not refused");
  EXPECT_EQ(refusal(both(), alter("assets", DropColumn{"id"})),
            "column id of table assets is used by foreign key fk_prices_asset of table prices | "
            "drop it first, and create what is still wanted behind it");
  Catalog catalog = both();
  catalog.triggers = {{.name = "note",
                       .table = "assets",
                       .timing = "AFTER UPDATE OF price",
                       .action = "FOR EACH ROW EXECUTE FUNCTION note()"}};
  EXPECT_NE(refusal(catalog, drop), "not refused");
}

TEST(Apply, RefusesAnotherTypeUnderWhatReadsTheColumnOnAServer) {
  const Operation change = alter("assets", AlterColumn{.name = "price", .type = text()});
  const Catalog viewed = with_view("SELECT price FROM assets");
  EXPECT_EQ(refusal(viewed, change),
            "column price of table assets cannot change its type: view daily uses it | drop it "
            "first, and create it again behind this");
  EXPECT_EQ(refusal(viewed, change, sqlite), "not refused");
  EXPECT_EQ(refusal(both(), change), "not refused");
  Catalog computed = both();
  computed.tables[0].columns.push_back(
      {.name = "net", .type = numeric(), .generated = Generated{"price / 2"}});
  EXPECT_EQ(refusal(computed, change),
            "column price of table assets cannot change its type: the generated column net uses it "
            "| drop column net first and add it again behind this: its values are computed anyway");
  EXPECT_EQ(refusal(computed,
                    AlterTable{"assets",
                               {DropColumn{"net"}, AlterColumn{.name = "price", .type = text()}}}),
            "not refused");
}

TEST(Apply, RefusesToDropATableThatOthersNeed) {
  EXPECT_EQ(refusal(both(), DropTable{"assets"}),
            "table assets is needed by foreign key fk_prices_asset of table prices | drop it "
            "first");
  EXPECT_EQ(refusal(with_view("SELECT day FROM prices"), DropTable{"prices"}),
            "table prices is needed by view daily | drop it first");
  const Catalog dropped = after(both(), DropTable{.name = "assets", .cascade = true});
  ASSERT_EQ(dropped.tables.size(), 1U);
  EXPECT_TRUE(dropped.tables[0].constraints.empty());
}

TEST(Apply, RefusesToDropAKeyThatAForeignKeyRestsOn) {
  EXPECT_EQ(refusal(both(), alter("assets", DropConstraint{.name = "assets_pkey"})),
            "primary key assets_pkey of table assets is needed by foreign key fk_prices_asset of "
            "table prices | drop that foreign key first");
}

TEST(Apply, DropsAConstraintWithoutANameByWhatItIs) {
  Catalog catalog = both();
  catalog.tables[0].constraints.emplace_back(Unique{.columns = {"symbol"}});
  catalog.tables[0].constraints.emplace_back(Check{.expression = "price > 0"});
  const auto left = [&](DropConstraint which) {
    return after(catalog, alter("assets", std::move(which)), sqlite).tables[0].constraints.size();
  };
  EXPECT_EQ(left({.kind = ConstraintKind::unique, .columns = {"SYMBOL"}}), 2U);
  EXPECT_EQ(left({.kind = ConstraintKind::check, .expression = "price > 0"}), 2U);
  EXPECT_EQ(refusal(catalog, alter("assets", DropConstraint{.name = "uq"}), sqlite),
            "table assets has no constraint uq | the constraints are assets_pkey; one without a "
            "name is dropped by its kind and columns");
}

TEST(Apply, RefusesAForeignKeyToWhatIsNotUnique) {
  const ForeignKey key{.name = "f", .columns = {"day"}, .table = "assets", .referred = {"price"}};
  EXPECT_EQ(refusal(both(), alter("prices", AddConstraint{key})),
            "the foreign key f of table prices refers to assets(price), which is not unique | give "
            "assets a primary key or a unique constraint on (price) first");
}

TEST(Apply, RefusesToRemoveAnEnumValueThatADefaultUses) {
  Catalog catalog = both();
  catalog.enums.push_back({.name = "mood", .values = {"happy", "sad"}});
  catalog.tables[0].columns.push_back(
      {.name = "m", .type = named("mood"), .default_sql = "'sad'::mood"});
  EXPECT_EQ(refusal(catalog, RemoveEnumValue{"mood", "sad"}),
            "value 'sad' of enum mood is the default of column m of table assets | change the "
            "default first: alter_column with default_sql or drop_default");
  EXPECT_EQ(refusal(catalog, DropEnum{"mood"}),
            "enum mood is the type of column m of table assets | drop what is of that type first, "
            "or give it another one");
  EXPECT_EQ(
      *after(catalog, RenameEnumValue{"mood", "sad", "so sad"}).tables[0].columns[3].default_sql,
      "'so sad'::mood");
}

TEST(Apply, FollowsARenamedColumnWhereverItIsNamed) {
  Catalog catalog = with_view("SELECT symbol, a.price FROM assets a WHERE price > 0 -- price\n");
  Table& table = catalog.tables[0];
  table.indexes = {{.name = "ix", .parts = {{.column = "price"}}, .where = "price > 1"}};
  table.constraints.emplace_back(Check{"ck", "price > 0 AND symbol <> 'price'"});
  catalog.triggers = {{.name = "note",
                       .table = "assets",
                       .timing = "AFTER UPDATE OF price",
                       .action = "BEGIN UPDATE assets SET price = NEW.price; END"}};
  catalog = sorted(std::move(catalog));
  const Operation rename = alter("assets", RenameColumn{"price", "Value"});
  const Catalog renamed = after(catalog, rename);
  EXPECT_EQ(renamed.views[0].query,
            "SELECT symbol, a.\"Value\" AS price FROM assets a WHERE \"Value\" > 0 -- price\n");
  EXPECT_EQ(std::get<Check>(renamed.tables[0].constraints[1]).expression,
            "\"Value\" > 0 AND symbol <> 'price'");
  EXPECT_EQ(renamed.tables[0].indexes[0].parts[0].column, "Value");
  EXPECT_EQ(renamed.tables[0].indexes[0].where, "\"Value\" > 1");
  EXPECT_EQ(renamed.triggers[0].timing, "AFTER UPDATE OF \"Value\"");
  EXPECT_EQ(renamed.triggers[0].action, "BEGIN UPDATE assets SET \"Value\" = NEW.\"Value\"; END");
  EXPECT_EQ(after(catalog, rename, sqlite).views[0].query,
            "SELECT symbol, a.\"Value\" FROM assets a WHERE \"Value\" > 0 -- price\n");
  const Catalog key = after(both(), alter("assets", RenameColumn{"id", "asset"}));
  EXPECT_EQ(std::get<ForeignKey>(key.tables[1].constraints[0]).referred,
            (std::vector<std::string>{"asset"}));
}

TEST(Apply, LeavesAWordAloneThatIsNotTheColumn) {
  Catalog catalog = both();
  catalog.tables[1].constraints.emplace_back(
      Check{"ck", "extract(day FROM day) > day(day) AND x::day = date '2026-01-01'"});
  const Catalog renamed = after(catalog, alter("prices", RenameColumn{"day", "d"}));
  EXPECT_EQ(std::get<Check>(renamed.tables[1].constraints[1]).expression,
            "extract(day FROM d) > day(d) AND x::day = date '2026-01-01'");
}

TEST(Apply, TellsATableFromItsColumnOfTheSameName) {
  Catalog catalog = with_view("SELECT price FROM assets price WHERE price.price > 0");
  catalog = after(catalog, alter("assets", RenameColumn{"price", "assets"}), sqlite);
  EXPECT_EQ(catalog.views[0].query, "SELECT assets FROM assets price WHERE price.assets > 0");
  catalog = after(catalog, alter("assets", RenameColumn{"assets", "price"}), sqlite);
  EXPECT_EQ(catalog.views[0].query, "SELECT price FROM assets price WHERE price.price > 0");
}

TEST(Apply, FollowsARenamedTableWhereverItIsNamed) {
  Catalog catalog = with_view(
      "SELECT assets.price, p.day, 'assets' FROM public.assets JOIN prices AS p ON p.asset_id = "
      "assets.id");
  catalog.grants = {{.object = "assets", .role = "app", .privileges = {"SELECT"}}};
  const Catalog renamed = after(catalog, RenameTable{"assets", "things"});
  EXPECT_EQ(renamed.views[0].query,
            "SELECT things.price, p.day, 'assets' FROM public.things JOIN prices AS p ON "
            "p.asset_id = things.id");
  EXPECT_EQ(std::get<ForeignKey>(find_table(renamed, "prices", postgresql)->constraints[0]).table,
            ObjectName("things"));
  EXPECT_EQ(renamed.grants[0].object, ObjectName("things"));
}

TEST(Apply, RefusesARenameToTheNameThatItHas) {
  const std::string way_out = " | leave the rename out, or choose another name";
  EXPECT_EQ(refusal(both(), alter("assets", RenameColumn{"price", "price"})),
            "column price of table assets is called price already" + way_out);
  EXPECT_EQ(refusal(both(), RenameTable{"assets", "assets"}),
            "table assets is called assets already" + way_out);
  EXPECT_EQ(refusal(both(), RenameTable{"Assets", "assets"}, sqlite),
            "table assets is called assets already" + way_out);
}

TEST(Apply, LetsSqliteRenameAColumnToTheNameThatItHas) {
  EXPECT_EQ(after(both(), alter("assets", RenameColumn{"price", "price"}), sqlite), both());
}

TEST(Apply, ChangesNothingWhereALaterChangeOfTheSameTableIsRefused) {
  EXPECT_NE(refusal(both(), AlterTable{"assets", {RenameColumn{"price", "p"}, DropColumn{"q"}}}),
            "not refused");
  EXPECT_NE(refusal(both(), AlterTable{"assets", {SetTableComment{"x"}, AlterColumn{"q"}}}),
            "not refused");
}

TEST(Apply, AddsAndTakesPrivilegesOneByOne) {
  const auto grant = [](std::vector<std::string> privileges) {
    return Grant{.object = "assets", .role = "app", .privileges = std::move(privileges)};
  };
  Catalog catalog = after(both(), GrantPrivileges{grant({"SELECT", "INSERT"})});
  catalog = after(catalog, GrantPrivileges{grant({"UPDATE", "SELECT"})});
  catalog = after(catalog, RevokePrivileges{grant({"INSERT"})});
  EXPECT_EQ(catalog.grants, (std::vector{grant({"SELECT", "UPDATE"})}));
  EXPECT_TRUE(after(catalog, RevokePrivileges{grant({"SELECT", "UPDATE"})}).grants.empty());
}

TEST(Apply, TakesAGrantOnTableForOneOnTheViewOfThatName) {
  Catalog catalog = after(both(), CreateView{{.name = "shown", .query = "SELECT 1 AS one"}});
  const Grant grant{.object = "shown", .role = "app", .privileges = {"SELECT"}};
  catalog = after(catalog, GrantPrivileges{grant});
  ASSERT_EQ(catalog.grants.size(), 1U);
  EXPECT_EQ(catalog.grants[0].kind, ObjectKind::view);
  EXPECT_TRUE(after(catalog, RevokePrivileges{grant}).grants.empty());
}

TEST(Apply, TellsFunctionsOfOneNameApartByTheirArguments) {
  const Function one{.name = "net", .arguments = "price numeric(12,2), day date DEFAULT now()"};
  const Function other{.name = "net", .arguments = "int, OUT x text"};
  Catalog catalog = after({}, CreateFunction{one});
  catalog = after(catalog, CreateFunction{other});
  ASSERT_EQ(catalog.functions.size(), 2U);
  EXPECT_EQ(catalog.functions[0].signature, "integer");
  EXPECT_EQ(catalog.functions[1].signature, "numeric, date");
  EXPECT_EQ(after(catalog, DropFunction{"net", "numeric,date"}).functions.size(), 1U);
  EXPECT_EQ(refusal(catalog, DropFunction{"net", "text"}),
            "there is no function net(text) | the functions are net(integer), net(numeric, date)");
}

}  // namespace
}  // namespace aludel
