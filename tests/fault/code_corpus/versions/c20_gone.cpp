#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  op.drop_view("owners");
  op.drop_table("readings");
  if (op.dialect() == "sqlite") op.drop_constraint("people", "ck_people_mood");
  op.drop_column("people", "mood");
}

void downgrade(Operations& op) {
  op.create_table({.name = "readings",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "person_id", .type = big_int(), .nullable = false},
                               {.name = "value", .type = integer(), .nullable = false},
                               {.name = "twice", .type = integer(), .nullable = false},
                               {.name = "thrice",
                                .type = integer(),
                                .generated = Generated{.expression = "value * 3"}}},
                   .constraints = {PrimaryKey{.name = "pk_readings", .columns = {"id"}},
                                   Check{.name = "ck_readings_value", .expression = "value >= 0"},
                                   ForeignKey{.name = "fk_readings_person",
                                              .columns = {"person_id"},
                                              .table = "people",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.add_column("people", {.name = "mood", .type = text()});
  op.execute("UPDATE people SET mood = 'happy'");
  op.alter_column("people", "mood", {.nullable = false, .default_sql = "'happy'"});
  op.create_check_constraint("people", {.name = "ck_people_mood", .expression = "mood <> ''"});
  op.create_view({.name = "owners", .query = "SELECT p.hint FROM people p"});
}

}  // namespace

extern const aludel::Migration revision_c20;
const aludel::Migration revision_c20{
    .id = "c20",
    .down_revision = {"c19"},
    .message = "What is not needed goes",
    .upgrade = upgrade,
    .downgrade = downgrade,
};
