#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  op.create_table({.name = "readings",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "person_id", .type = big_int(), .nullable = false},
                               {.name = "value", .type = integer(), .nullable = false},
                               {.name = "twice", .type = integer()}},
                   .constraints = {PrimaryKey{.name = "pk_readings", .columns = {"id"}},
                                   ForeignKey{.name = "fk_readings_person",
                                              .columns = {"person_id"},
                                              .table = "people",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  std::vector<std::vector<Cell>> rows;
  for (int id = 1; id <= 240; ++id) rows.push_back({id, id % 3 + 1, id * 7 % 50, nullptr});
  op.bulk_insert("readings", {"id", "person_id", "value", "twice"}, rows);
}

}  // namespace

extern const aludel::Migration revision_c08;
const aludel::Migration revision_c08{
    .id = "c08",
    .down_revision = {"c07"},
    .message = "Readings, many of them",
    .upgrade = upgrade,
};
