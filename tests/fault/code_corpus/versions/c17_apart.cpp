#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  if (op.dialect() == "postgresql") {
    op.detach_partition("events_rest", "events");
    op.detach_partition("events_first", "events");
    op.add_column("events", {.name = "seen", .type = aludel::boolean()});
  } else {
    op.set_strict("events", true);
    op.set_without_rowid("events", true);
    op.execute("VACUUM", {.reversible = true, .autocommit = true});
    op.add_column(
        "events",
        {.name = "seen", .type = aludel::integer(), .nullable = false, .default_sql = "0"});
    op.alter_column("events", "what", {.type = aludel::text(), .default_sql = "'none'"});
  }
}

}  // namespace

extern const aludel::Migration revision_c17;
const aludel::Migration revision_c17{
    .id = "c17",
    .down_revision = {"c16"},
    .message = "The first days apart",
    .upgrade = upgrade,
};
