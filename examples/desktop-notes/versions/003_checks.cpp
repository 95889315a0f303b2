#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  // SQLite cannot add a constraint: the table is rebuilt, with its rows, trigger and references.
  op.create_check_constraint(
      "notes", {.name = "ck_notes_priority", .expression = "priority BETWEEN 1 AND 5"});
  op.create_check_constraint("notes", {.name = "ck_notes_text", .expression = "text <> ''"});
  op.rename_column("notes", "text", "content");
}

}  // namespace

extern const aludel::Migration revision_003;
const aludel::Migration revision_003{
    .id = "003",
    .down_revision = {"002"},
    .message = "Priorities are 1 to 5, texts are not empty",
    .upgrade = upgrade,
};
