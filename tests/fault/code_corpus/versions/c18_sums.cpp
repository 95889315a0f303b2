#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  op.add_column(
      "readings",
      {.name = "thrice", .type = integer(), .generated = Generated{.expression = "value * 3"}});
  op.drop_constraint("staff", "ck_staff_grade");
  op.alter_column("staff", "salary", {.default_sql = "1"});
}

}  // namespace

extern const aludel::Migration revision_c18;
const aludel::Migration revision_c18{
    .id = "c18",
    .down_revision = {"c17"},
    .message = "Sums that are kept",
    .upgrade = upgrade,
};
