#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  if (op.dialect() == "postgresql") op.create_enum("mood", {"calm", "glad"});
  op.add_column("people", {.name = "mood",
                           .type = named("mood").on("sqlite", "TEXT"),
                           .nullable = false,
                           .default_sql = "'calm'"});
  op.execute("UPDATE people SET mood = 'glad' WHERE id < 3", {.reversible = true});
}

}  // namespace

extern const aludel::Migration revision_c13;
const aludel::Migration revision_c13{
    .id = "c13",
    .down_revision = {"c12"},
    .message = "Moods of people",
    .upgrade = upgrade,
};
