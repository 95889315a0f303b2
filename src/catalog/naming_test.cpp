#include "catalog/naming.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "catalog/lookup.hpp"

namespace aludel {
namespace {

const NamingConvention usual{.ix = "ix_%(column_0_label)s",
                             .uq = "uq_%(table_name)s_%(column_0_N_name)s",
                             .ck = "ck_%(table_name)s_%(constraint_name)s",
                             .fk = "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                             .pk = "pk_%(table_name)s"};

std::string name(const NamingConvention& convention, const Constraint& constraint) {
  return name_of(named_by(convention, "app.prices", constraint));
}

TEST(Naming, PutsWhatTheTokensStandForIntoTheTemplate) {
  EXPECT_EQ(name(usual, PrimaryKey{.columns = {"id"}}), "pk_prices");
  EXPECT_EQ(name(usual, Unique{.columns = {"asset_id", "day"}}), "uq_prices_asset_id_day");
  EXPECT_EQ(name(usual, ForeignKey{.columns = {"asset_id"}, .table = "app.assets"}),
            "fk_prices_asset_id_assets");
  EXPECT_EQ(named_by(usual, "app.prices", Index{.parts = {{.column = "day"}}}).name,
            "ix_app_prices_day");
  EXPECT_EQ(name({.uq = "%(column_0N_name)s_%(column_1_key)s"}, Unique{.columns = {"a", "b"}}),
            "ab_b");
  EXPECT_EQ(name({.fk = "%(referred_column_0_name)s"},
                 ForeignKey{.columns = {"a"}, .table = "t", .referred = {"id"}}),
            "id");
}

TEST(Naming, LeavesWhatHasANameOrNoTemplate) {
  EXPECT_EQ(name(usual, Unique{.name = "mine", .columns = {"day"}}), "mine");
  EXPECT_EQ(name({}, Unique{.columns = {"day"}}), "");
}

TEST(Naming, PutsTheNameOfACheckIntoItsTemplateOnce) {
  EXPECT_EQ(name(usual, Check{.name = "positive"}), "ck_prices_positive");
  EXPECT_EQ(name(usual, Check{.name = "ck_prices_positive"}), "ck_prices_positive");
}

TEST(Naming, RefusesACheckWithoutTheNameThatItsTemplateNeeds) {
  try {
    static_cast<void>(name(usual, Check{.expression = "price > 0"}));
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().message,
              "the check (price > 0) of table app.prices needs a name: the naming convention is "
              "\"ck_%(table_name)s_%(constraint_name)s\"");
  }
}

TEST(Naming, RefusesAnUnknownTokenWithTheNearest) {
  try {
    require_known_tokens({.pk = "pk_%(tabel_name)s"});
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().message,
              "the naming convention has an unknown token %(tabel_name)s");
    EXPECT_EQ(error.diagnostic().hint, "did you mean `table_name`?");
  }
}

// The first 55 bytes, and the last four digits of the MD5 of all.
TEST(Naming, CutsALongNameAsSqlalchemyDoes) {
  const std::string column(70, 'a');
  EXPECT_EQ(name({.uq = "uq_%(column_0_name)s"}, Unique{.columns = {column}}),
            "uq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_3b98");
}

}  // namespace
}  // namespace aludel
