#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  op.rename_table("pets", "animals");
  op.rename_column("people", "remark", "hint");
  op.alter_column("animals", "called", {.drop_default = true});
  op.create_view({.name = "owners", .query = "SELECT p.hint FROM people p"});
  op.alter_column("people", "hint", {.default_sql = "'new'"});
}

}  // namespace

extern const aludel::Migration revision_c19;
const aludel::Migration revision_c19{
    .id = "c19",
    .down_revision = {"c18"},
    .message = "Better names",
    .upgrade = upgrade,
};
