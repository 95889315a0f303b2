#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.add_column("users", {.name = "nickname", .type = aludel::varchar(40)});
  op.create_index("users", "ix_users_nickname", {"nickname"});
}

}  // namespace

extern const aludel::Migration revision_020;
const aludel::Migration revision_020{
    .id = "020",
    .down_revision = {"001"},
    .message = "Profiles, by the team of the shop",
    .branch_labels = {"shop"},
    .upgrade = upgrade,
};
