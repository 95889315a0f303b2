#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.create_table({.name = "notes",
                   .columns = {{.name = "id", .type = aludel::integer(), .nullable = false},
                               {.name = "text", .type = aludel::text(), .nullable = false}},
                   .constraints = {aludel::PrimaryKey{.columns = {"id"}}}});
  op.create_table({.name = "tags",
                   .columns = {{.name = "note_id", .type = aludel::integer(), .nullable = false},
                               {.name = "tag", .type = aludel::text(), .nullable = false}},
                   .constraints = {aludel::ForeignKey{.columns = {"note_id"},
                                                      .table = "notes",
                                                      .referred = {"id"},
                                                      .on_delete = aludel::Action::cascade}}});
  op.execute(
      "CREATE TRIGGER tag_new_notes AFTER INSERT ON notes BEGIN "
      "INSERT INTO tags VALUES (new.id, 'new'); END",
      {.undo = "DROP TRIGGER tag_new_notes"});
}

}  // namespace

extern const aludel::Migration revision_001;
const aludel::Migration revision_001{
    .id = "001",
    .message = "Notes and their tags",
    .upgrade = upgrade,
};
