#include "golden/operations/samples.hpp"

#include <set>

namespace aludel::samples {

std::vector<Sample> all_samples() {
  std::vector<Sample> all;
  for (const auto& some :
       {tables(), table_kinds(), columns(), altered_columns(), constraints(), dropped_constraints(),
        rebuilds(), indexes(), settings(), partitions(), schemas(), types(), sequences(), views(),
        functions(), rights(), rows(), objects(), mistakes()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

std::vector<std::string> all_subjects() {
  std::set<std::string> subjects;
  for (const Sample& sample : all_samples()) subjects.insert(sample.subject);
  return {subjects.begin(), subjects.end()};
}

void nothing(Operations&) {}

void assets(Operations& op) {
  op.create_table({.name = "assets",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "symbol", .type = varchar(20), .nullable = false},
                               {.name = "rank", .type = integer(), .default_sql = "0"},
                               {.name = "price", .type = numeric(12, 2)},
                               {.name = "note", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_assets", .columns = {"id"}}}});
  op.bulk_insert("assets", {"id", "symbol", "rank", "price", "note"},
                 {{1, "AU", 1, sql("1900.50"), "gold"}, {2, "AG", 2, sql("24.10"), "silver"}});
}

void shop(Operations& op) {
  assets(op);
  op.create_table({.name = "prices",
                   .columns = {{.name = "asset", .type = big_int(), .nullable = false},
                               {.name = "day", .type = date(), .nullable = false},
                               {.name = "close", .type = integer()}},
                   .constraints = {PrimaryKey{.name = "pk_prices", .columns = {"asset", "day"}},
                                   ForeignKey{.name = "fk_prices_asset",
                                              .columns = {"asset"},
                                              .table = "assets",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.bulk_insert("prices", {"asset", "day", "close"},
                 {{1, "2026-01-01", 1900},
                  {1, "2026-01-02", 1901},
                  {2, "2026-01-01", 24},
                  {2, "2026-01-02", nullptr}});
}

}  // namespace aludel::samples
