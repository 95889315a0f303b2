#include <aludel/migration.hpp>

namespace {

using namespace aludel;

/// Pets go with their people, staff with whom they report to.
void upgrade(Operations& op) {
  op.create_table({.name = "cities",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "name", .type = text(), .nullable = false}},
                   .constraints = {PrimaryKey{.name = "pk_cities", .columns = {"id"}}}});
  op.create_table(
      {.name = "people",
       .columns = {{.name = "id", .type = big_int(), .nullable = false, .identity = Identity{}},
                   {.name = "name", .type = text()},
                   {.name = "age", .type = text()},
                   {.name = "city_id", .type = big_int()}},
       .constraints = {PrimaryKey{.name = "pk_people", .columns = {"id"}}}});
  op.create_table({.name = "pets",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "owner_id", .type = big_int(), .nullable = false},
                               {.name = "name", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_pets", .columns = {"id"}},
                                   ForeignKey{.name = "fk_pets_owner",
                                              .columns = {"owner_id"},
                                              .table = "people",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.create_table({.name = "staff",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "reports_to", .type = big_int()},
                               {.name = "salary", .type = integer()}},
                   .constraints = {PrimaryKey{.name = "pk_staff", .columns = {"id"}},
                                   ForeignKey{.name = "fk_staff_reports_to",
                                              .columns = {"reports_to"},
                                              .table = "staff",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.create_index("people", "ix_people_name", {"name"});
  op.create_index("pets", {.name = "ix_pets_owner",
                           .parts = {{.column = "owner_id", .descending = true}},
                           .where = "name IS NOT NULL"});
}

}  // namespace

extern const aludel::Migration revision_c01;
const aludel::Migration revision_c01{
    .id = "c01",
    .message = "People, their pets and their staff",
    .upgrade = upgrade,
};
