#include "aludel/model.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "aludel/members.hpp"

namespace aludel {
namespace {

struct Price {
  std::int64_t id;
  std::string symbol;
  std::optional<double> price;
  std::chrono::year_month_day day;
  bool open;
};

/// The same table by its struct.
Table prices() {
  return sorted(Table{
      .name = "app.prices",
      .columns = {{.name = "id", .type = big_int(), .nullable = false, .identity = Identity{}},
                  {.name = "symbol", .type = text(), .nullable = false},
                  {.name = "price", .type = double_precision(), .default_sql = "0"},
                  {.name = "day", .type = date(), .nullable = false},
                  {.name = "open", .type = boolean(), .nullable = false}},
      .constraints = {PrimaryKey{.columns = {"id"}}, Unique{.columns = {"symbol", "day"}},
                      ForeignKey{.columns = {"symbol"},
                                 .table = "assets",
                                 .referred = {"symbol"},
                                 .on_delete = Action::cascade},
                      Check{.expression = "price > 0"}},
      .indexes = {{.name = "ix_day",
                   .parts = {{.column = "day", .descending = true},
                             {.expression = "lower(symbol)"}},
                   .unique = true,
                   .method = "btree",
                   .include = {"price"},
                   .where = "open"}},
      .comment = "what it costs"});
}

TEST(Model, GivesTheSameTableHoweverItIsWritten) {
  const auto rest = [](auto... columns) {
    return table("app.prices", columns..., comment("what it costs"), unique({"symbol", "day"}),
                 index("ix_day", {desc("day"), expression("lower(symbol)")})
                     .unique()
                     .using_method("btree")
                     .include({"price"})
                     .where("open"));
  };
  const Table built =
      rest(column("id", big_int()).identity().primary_key(),
           column("symbol", text()).not_null().references("assets", "symbol").on_delete(cascade),
           column("price", double_precision()).default_value(0).check("price > 0"),
           column("day", date()).not_null(), column("open", boolean()).not_null());
  const Table by_members =
      rest(column<&Price::id>().identity().primary_key(),
           column<&Price::symbol>().references("assets", "symbol").on_delete(cascade),
           column<&Price::price>().default_value(0).check("price > 0"), column<&Price::day>(),
           column<&Price::open>());
  EXPECT_EQ(built, prices());
  EXPECT_EQ(by_members, prices());
}

TEST(Model, WritesADefaultAsSql) {
  EXPECT_EQ(default_sql("it's"), "'it''s'");
  EXPECT_EQ(default_sql(0), "0");
  EXPECT_EQ(default_sql(true), "true");
  EXPECT_EQ(default_sql(0.5), "0.5");
  EXPECT_EQ(default_sql(nullptr), "NULL");
  EXPECT_EQ(default_sql(sql("now()")), "now()");
}

TEST(Model, MakesOneKeyOfSeveralColumns) {
  const Table made =
      table("t", column("b", integer()).primary_key(), column("a", integer()).primary_key());
  EXPECT_EQ(made.constraints, (std::vector<Constraint>{PrimaryKey{.columns = {"b", "a"}}}));
  EXPECT_FALSE(made.columns[1].nullable);
}

TEST(Model, RefusesToTakeAColumnForOneAloneWhereMoreIsSaidOfIt) {
  EXPECT_THROW(static_cast<void>(static_cast<Column>(column("a", text()).unique())), Error);
  EXPECT_THROW(static_cast<void>(static_cast<Column>(column("a", text()).index())), Error);
  EXPECT_EQ(static_cast<Column>(column("a", text()).not_null()),
            (Column{.name = "a", .type = text(), .nullable = false}));
}

TEST(Model, NamesWhatHasNoNameInAllModels) {
  const Catalog catalog =
      models(NamingConvention{.ix = "ix_%(column_0_label)s", .pk = "pk_%(table_name)s"},
             table("t", column("id", integer()).primary_key().index()), Schema{"app"},
             View{.name = "v", .query = "SELECT 1"});
  EXPECT_EQ(catalog.tables[0].indexes[0].name, "ix_t_id");
  EXPECT_EQ(catalog.tables[0].constraints[0], Constraint(PrimaryKey{"pk_t", {"id"}}));
  EXPECT_EQ(catalog.schemas.size(), 1U);
  EXPECT_EQ(catalog.views.size(), 1U);
}

TEST(Model, TakesWhatElseATableCanBe) {
  const Table made = table("t", column("id", integer()), strict, without_rowid,
                           partition_by("LIST (id)"), option("fillfactor", "70"),
                           exclude({{"id", "="}}), foreign_key({"id"}, "u").on_update(set_null));
  EXPECT_TRUE(made.strict && made.without_rowid);
  EXPECT_EQ(made.partition_by, "LIST (id)");
  EXPECT_EQ(made.constraints.size(), 2U);
}

struct Every {
  std::int8_t tiny;
  std::uint16_t half;
  std::uint32_t whole;
  float single;
  std::vector<std::byte> raw;
  std::vector<std::uint8_t> octets;
  std::optional<std::chrono::sys_seconds> moment;
  const int fixed = 1;
};

TEST(Members, KnowTheTypeThatGoesWithEach) {
  const auto type = [](const Column& one) { return one.type; };
  EXPECT_EQ(type(column<&Every::tiny>()), small_int());
  EXPECT_EQ(type(column<&Every::half>()), integer());
  EXPECT_EQ(type(column<&Every::whole>()), big_int());
  EXPECT_EQ(type(column<&Every::single>()), real());
  EXPECT_EQ(type(column<&Every::raw>()), bytes());
  EXPECT_EQ(type(column<&Every::octets>()), bytes());
  EXPECT_EQ(type(column<&Every::moment>()), timestamp_tz());
  EXPECT_EQ(type(column<&Every::fixed>()), integer());
  EXPECT_EQ(type(column<&Every::tiny>(numeric())), numeric());
  EXPECT_TRUE(static_cast<Column>(column<&Every::moment>()).nullable);
  EXPECT_FALSE(static_cast<Column>(column<&Every::tiny>()).nullable);
}

TEST(Members, AreCalledAsTheyAreWritten) {
  struct Local {
    int of_a_local_struct;
  };
  static_assert(member_name<&Every::octets> == "octets");
  static_assert(member_name<&Local::of_a_local_struct> == "of_a_local_struct");
}

}  // namespace
}  // namespace aludel
