#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  op.create_check_constraint("people", {.name = "ck_people_name", .expression = "name <> ''"});
  op.create_unique_constraint("pets", {.name = "uq_pets_name", .columns = {"owner_id", "name"}});
  op.create_foreign_key("people", {.name = "fk_people_city",
                                   .columns = {"city_id"},
                                   .table = "cities",
                                   .referred = {"id"},
                                   .on_delete = Action::set_null});
}

}  // namespace

extern const aludel::Migration revision_c04;
const aludel::Migration revision_c04{
    .id = "c04",
    .down_revision = {"c03"},
    .message = "Constraints of every kind",
    .upgrade = upgrade,
};
