#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_table(
      {.name = "users", .columns = {{.name = "id", .type = aludel::big_int(), .nullable = false}}});
}

}  // namespace

extern const aludel::Migration revision_001;
const aludel::Migration revision_001{
    .id = "001",
    .message = "Users",
    .upgrade = upgrade,
};
