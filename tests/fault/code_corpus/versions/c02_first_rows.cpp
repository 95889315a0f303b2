#include <aludel/migration.hpp>

namespace {

void upgrade(aludel::Operations& op) {
  op.bulk_insert("cities", {"id", "name"}, {{1, "Basel"}, {2, "Bern"}});
  op.bulk_insert("people", {"id", "name", "age", "city_id"},
                 {{1, "ann", "41", 1},
                  {2, "bob", "17", 2},
                  {3, nullptr, "70", nullptr},
                  {7, "tab\there, 'quotes' and \\", nullptr, 1}});
  op.bulk_insert("pets", {"id", "owner_id", "name"},
                 {{1, 1, "cat"}, {2, 1, nullptr}, {3, 2, "dog"}, {4, 7, "fish"}});
  op.bulk_insert("staff", {"id", "reports_to", "salary"},
                 {{1, nullptr, 900}, {2, 1, 500}, {3, 1, nullptr}, {4, 2, 300}});
}

}  // namespace

extern const aludel::Migration revision_c02;
const aludel::Migration revision_c02{
    .id = "c02",
    .down_revision = {"c01"},
    .message = "The first rows",
    .upgrade = upgrade,
};
