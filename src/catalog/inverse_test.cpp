#include "catalog/inverse.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/describe.hpp"

namespace aludel {
namespace {

const Rules postgresql{.dialect = "postgresql", .column_takes_its_users = true};
const Rules sqlite{.dialect = "sqlite", .folds_case = true, .foreign_keys_may_dangle = true};

Catalog assets() {
  return {
      .enums = {{.name = "mood", .values = {"happy", "so so", "sad"}}},
      .sequences = {{.name = "numbers"}},
      .tables = {{.name = "assets",
                  .columns = {{.name = "id", .type = big_int(), .nullable = false},
                              {.name = "symbol", .type = varchar(8), .default_sql = "'x'"},
                              {.name = "price", .type = numeric(12, 2)}},
                  .constraints =
                      {PrimaryKey{.name = "assets_pkey", .columns = {"id"}},
                       Check{.name = "positive", .expression = "price > 0", .not_valid = true}}}},
      .views = {{.name = "daily", .query = "SELECT symbol, price FROM assets"}},
      .grants = {
          {.kind = ObjectKind::view, .object = "daily", .role = "app", .privileges = {"SELECT"}}}};
}

/// The inverse, one line an operation, or the reason why there is none.
std::string inverse_of(const Operation& operation, const Rules& rules = postgresql,
                       const Catalog& before = assets()) {
  const auto back = inverse(operation, before, rules);
  if (!back) return "none: " + back.error();
  std::string lines;
  for (const Operation& one : *back) lines += (lines.empty() ? "" : "; ") + describe(one);
  return lines;
}

std::string inverse_of_change(TableChange change, const Rules& rules = postgresql) {
  return inverse_of(AlterTable{"assets", {std::move(change)}}, rules);
}

TEST(Inverse, OfWhatLosesRowsIsTheReasonWhyThereIsNone) {
  EXPECT_EQ(inverse_of(DropTable{.name = "assets", .cascade = true}),
            "none: the rows of table assets are not kept");
  Catalog without_view = assets();
  without_view.views.clear();
  EXPECT_EQ(inverse_of(AlterTable{"assets", {DropColumn{"symbol"}}}, postgresql, without_view),
            "none: the values of column symbol of table assets are not kept");
  EXPECT_EQ(inverse_of(DropSequence{"numbers"}),
            "none: the number that sequence numbers has reached is not kept");
  EXPECT_EQ(
      inverse_of(RemoveEnumValue{"mood", "sad", "so so"}),
      "none: which rows had the value 'sad' of enum mood before they got 'so so' is not kept");
}

TEST(Inverse, OfAComputedColumnThatIsDroppedIsTheColumnWhereItWasTheLast) {
  Catalog before = assets();
  before.views.clear();
  before.grants.clear();
  before.tables[0].columns.push_back(
      {.name = "twice", .type = numeric(12, 2), .generated = Generated{"price * 2", true}});
  const Operation drop = AlterTable{"assets", {DropColumn{"twice"}}};
  EXPECT_EQ(inverse_of(drop, postgresql, before), "add column twice to assets");
  std::swap(before.tables[0].columns[1], before.tables[0].columns[3]);
  EXPECT_EQ(inverse_of(drop, postgresql, before),
            "none: column twice of table assets would come back behind the columns that stand "
            "behind it");
}

TEST(Inverse, OfAnOperationThatDoesNotFitIsNoneButAnError) {
  EXPECT_THROW((void)inverse_of(AddEnumValue{"moood", "new"}), Error);
  EXPECT_THROW((void)inverse_of(DetachPartition{.table = "assets", .parent = "all"}), Error);
}

TEST(Inverse, OfAColumnThatIsComputedFromNowOnIsNotThere) {
  EXPECT_EQ(
      inverse_of_change(AlterColumn{.name = "price", .generated = Generated{"id * 2"}}, sqlite),
      "none: the values that column price of table assets had before it was computed are not "
      "kept");
}

TEST(Inverse, OfWhatWasThereAlreadyIsNothing) {
  const Catalog catalog = assets();
  EXPECT_EQ(inverse_of(CreateTable{.table = catalog.tables[0], .if_not_exists = true}), "");
  EXPECT_EQ(inverse_of(DropTable{.name = "x", .if_exists = true}), "");
  EXPECT_EQ(inverse_of(AddEnumValue{.name = "mood", .value = "sad", .if_not_exists = true}), "");
}

TEST(Inverse, TakesChangesOfATableBackInReverseOrder) {
  EXPECT_EQ(inverse_of(AlterTable{
                "assets",
                {RenameColumn{"symbol", "ticker"}, AlterColumn{.name = "ticker", .nullable = false},
                 AddColumn{{.name = "day", .type = date()}}}}),
            "alter table assets: 3 changes");
  const auto back = inverse(
      AlterTable{"assets",
                 {RenameColumn{"symbol", "ticker"}, AddColumn{{.name = "day", .type = date()}}}},
      assets(), postgresql);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::get<AlterTable>(back->front()).changes,
            (std::vector<TableChange>{DropColumn{"day"}, RenameColumn{"ticker", "symbol"}}));
}

TEST(Inverse, OfATypeChangeIsThereWhereNoValueCanBeLost) {
  const auto retyped = [](const char* column, Type type, const Rules& rules = postgresql) {
    Catalog before = assets();
    before.views.clear();
    before.grants.clear();
    const AlterColumn change{.name = column, .type = std::move(type)};
    return inverse_of(AlterTable{"assets", {change}}, rules, before);
  };
  EXPECT_EQ(retyped("id", integer()), "alter column id of assets: type");
  EXPECT_EQ(retyped("symbol", text()), "alter column symbol of assets: type");
  EXPECT_EQ(retyped("price", numeric(16, 2)), "alter column price of assets: type");
  EXPECT_EQ(retyped("price", numeric(12, 4)),
            "none: the old values of column price of table assets cannot be had back from the new "
            "type");
  EXPECT_EQ(retyped("price", numeric(12, 4), sqlite), "alter column price of assets: type");
  EXPECT_NE(retyped("id", text(), sqlite), "alter column id of assets: type");
}

TEST(Inverse, OfAKeyGivesItsColumnsBackTheirNulls) {
  Catalog catalog = assets();
  catalog.tables[0].constraints.erase(catalog.tables[0].constraints.begin());
  const Operation add = AlterTable{"assets", {AddConstraint{PrimaryKey{"pk", {"symbol"}}}}};
  const auto back = inverse(add, catalog, postgresql);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::get<AlterTable>(back->front()).changes.size(), 2U);
}

TEST(Inverse, OfAValidationIsTheConstraintNotValidAgain) {
  EXPECT_EQ(inverse_of_change(ValidateConstraint{"positive"}), "alter table assets: 2 changes");
}

TEST(Inverse, PutsAnEnumValueBackWhereItWas) {
  const auto back = inverse(RemoveEnumValue{"mood", "so so"}, assets(), postgresql);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::get<AddEnumValue>(back->front()).before, "sad");
}

TEST(Inverse, MakesAViewAgainWithTheGrantsOnIt) {
  EXPECT_EQ(inverse_of(DropView{"daily"}), "create view daily; grant SELECT on view daily to app");
}

TEST(Inverse, OfAGrantTakesBackOnlyWhatItGave) {
  const Grant more{.kind = ObjectKind::view,
                   .object = "daily",
                   .role = "app",
                   .privileges = {"SELECT", "UPDATE"}};
  EXPECT_EQ(inverse_of(GrantPrivileges{more}), "revoke UPDATE on view daily from app");
  EXPECT_EQ(inverse_of(RevokePrivileges{more}),
            "none: whether role app had UPDATE on daily is not known");
}

TEST(Inverse, OfSqlIsWhatTheRevisionSays) {
  EXPECT_EQ(inverse_of(Execute{.sql = "UPDATE assets SET price = 1"}),
            "none: SQL does not say what takes it back: give `undo`, or `reversible` where nothing "
            "has to be");
  EXPECT_EQ(inverse_of(Execute{.sql = "ANALYZE", .reversible = true}), "");
  EXPECT_EQ(inverse_of(Execute{.sql = "SELECT 1", .undo = "SELECT 2"}), "execute SELECT 2");
  EXPECT_EQ(inverse_of(Execute{.sql = "VACUUM", .dialect = "sqlite"}), "");
  EXPECT_EQ(inverse_of(Backfill{.table = "assets", .key = "id", .sql = "x"}),
            "none: what the batches overwrite in table assets is not kept: give `undo`");
}

TEST(Inverse, OfRowsDeletesThemByTheirKey) {
  using Back = std::expected<std::vector<Operation>, std::string>;
  const auto sql_of = [](const Back& back) {
    return back ? std::get<Execute>(back->front()).sql : "none: " + back.error();
  };
  const BulkInsert rows{"assets", {"symbol", "id"}, {{"it's", 1}, {nullptr, 2}}};
  EXPECT_EQ(sql_of(inverse(rows, assets(), postgresql)),
            "DELETE FROM \"assets\" WHERE \"id\" IN (1, 2)");
  EXPECT_EQ(sql_of(inverse(BulkInsert{"assets", {"symbol"}, {{"a"}}}, assets(), postgresql)),
            "none: the rows inserted into table assets are not given their key id, so that they "
            "cannot be found again");
  Catalog two = assets();
  std::get<PrimaryKey>(two.tables[0].constraints[0]).columns = {"id", "symbol"};
  EXPECT_EQ(sql_of(inverse(BulkInsert{"assets", {"symbol", "id"}, {{"it's", 1}}}, two, sqlite)),
            "DELETE FROM \"assets\" WHERE (\"id\", \"symbol\") IN (VALUES (1, 'it''s'))");
}

}  // namespace
}  // namespace aludel
