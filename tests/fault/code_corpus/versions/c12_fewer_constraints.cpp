#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.drop_constraint("people", "ck_people_name");
  op.drop_constraint("people", "fk_people_city");
  op.drop_constraint("pets", "uq_pets_name");
  op.drop_constraint("staff", "ck_staff_salary");
  op.drop_index("people", "ix_people_name");
}

}  // namespace

extern const aludel::Migration revision_c12;
const aludel::Migration revision_c12{
    .id = "c12",
    .down_revision = {"c11"},
    .message = "Fewer constraints",
    .upgrade = upgrade,
};
