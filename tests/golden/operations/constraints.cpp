#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*said)(Operations&),
              void (*given)(Operations&) = shop) {
  return {"constraints", std::move(name), std::move(sentence), given, said};
}

void without_key(Operations& op) {
  op.create_table({.name = "codes",
                   .columns = {{.name = "code", .type = varchar(4)},
                               {.name = "country", .type = varchar(2), .nullable = false},
                               {.name = "meaning", .type = text()}}});
  op.bulk_insert("codes", {"code", "country", "meaning"}, {{"AU", "de", "gold"}});
}

void bookings(Operations& op) {
  op.create_table({.name = "bookings",
                   .columns = {{.name = "room", .type = integer()},
                               {.name = "during", .type = text().on("postgresql", "int4range")}}});
}

}  // namespace

std::vector<Sample> constraints() {
  return {
      sample(
          "primary_key", "A table gets its key; the columns are never null then.",
          [](Operations& op) {
            op.create_primary_key("codes", {.name = "pk_codes", .columns = {"code", "country"}});
          },
          without_key),
      sample(
          "primary_key_with_include", "The index of a key holds more columns.",
          [](Operations& op) {
            op.create_primary_key("codes", {.columns = {"code"}, .include = {"meaning"}});
          },
          without_key),
      sample("unique", "Values are unique from now on.",
             [](Operations& op) {
               op.create_unique_constraint("assets", {.name = "uq_symbol", .columns = {"symbol"}});
             }),
      sample("unique_with_a_name_of_the_database", "The database names what has no name.",
             [](Operations& op) {
               op.create_unique_constraint("assets", {.columns = {"symbol", "rank"}});
             }),
      sample("unique_deferred", "Values are unique when the transaction ends.",
             [](Operations& op) {
               op.create_unique_constraint("assets", {.name = "uq_rank",
                                                      .columns = {"rank"},
                                                      .include = {"note"},
                                                      .deferral = Deferral::initially_deferred});
             }),
      sample("unique_nulls_not_distinct", "One row at most has NULL.",
             [](Operations& op) {
               op.create_unique_constraint(
                   "assets", {.name = "uq_rank", .columns = {"rank"}, .nulls_not_distinct = true});
             }),
      sample(
          "foreign_key", "A foreign key with all that can be said of it.",
          [](Operations& op) {
            op.create_foreign_key("prices", {.name = "fk_close",
                                             .columns = {"close"},
                                             .table = "assets",
                                             .referred = {"id"},
                                             .on_delete = Action::set_null,
                                             .on_update = Action::cascade,
                                             .match_full = true,
                                             .deferral = Deferral::deferrable});
          },
          [](Operations& op) {
            shop(op);
            op.execute("UPDATE prices SET close = NULL", {.reversible = true});
          }),
      sample(
          "foreign_key_to_the_key", "A foreign key that names no columns means the key.",
          [](Operations& op) {
            op.create_foreign_key("codes", {.columns = {"asset"}, .table = "assets"});
          },
          [](Operations& op) {
            assets(op);
            op.create_table({.name = "codes", .columns = {{.name = "asset", .type = big_int()}}});
          }),
      sample("foreign_key_to_what_is_not_unique", "A foreign key needs something unique.",
             [](Operations& op) {
               op.create_foreign_key(
                   "prices", {.columns = {"close"}, .table = "assets", .referred = {"rank"}});
             }),
      sample("foreign_key_not_valid", "Rows that are there are looked at later.",
             [](Operations& op) {
               op.create_foreign_key("prices", {.name = "fk_close",
                                                .columns = {"close"},
                                                .table = "assets",
                                                .referred = {"id"},
                                                .not_valid = true});
             }),
      sample("check", "Rows obey a condition from now on.",
             [](Operations& op) {
               op.create_check_constraint("assets", {.name = "ranked", .expression = "rank >= 0"});
             }),
      sample("check_not_valid", "Only rows that are written obey a condition.",
             [](Operations& op) {
               op.create_check_constraint(
                   "assets", {.name = "ranked", .expression = "rank > 1", .not_valid = true});
             }),
      sample("check_no_inherit", "A condition that holds for this table alone.",
             [](Operations& op) {
               op.create_check_constraint(
                   "assets", {.name = "ranked", .expression = "rank >= 0", .no_inherit = true});
             }),
      sample(
          "exclude", "Rows that overlap exclude each other.",
          [](Operations& op) {
            op.create_exclude_constraint(
                "bookings",
                {.name = "no_overlap", .elements = {{.expression = "during", .op = "&&"}}});
          },
          bookings),
      sample("several", "Constraints of one table come together.",
             [](Operations& op) {
               op.create_unique_constraint("assets", {.name = "uq_symbol", .columns = {"symbol"}});
               op.create_check_constraint("assets", {.name = "ranked", .expression = "rank >= 0"});
               op.create_foreign_key(
                   "assets",
                   {.name = "fk_self", .columns = {"id"}, .table = "assets", .referred = {"id"}});
             }),
      sample(
          "validate", "Rows that were there obey a condition, proved without a lock on them.",
          [](Operations& op) { op.validate_constraint("assets", "ranked"); },
          [](Operations& op) {
            shop(op);
            op.create_check_constraint(
                "assets",
                {.name = "ranked", .expression = "rank >= 0", .not_valid = is_postgresql(op)});
          }),
      sample("not_valid_then_validate", "Both in one revision.",
             [](Operations& op) {
               op.create_check_constraint(
                   "assets", {.name = "ranked", .expression = "rank >= 0", .not_valid = true});
               op.validate_constraint("assets", "ranked");
             }),
      sample("rename", "A constraint gets another name.",
             [](Operations& op) {
               op.rename_constraint("prices", "fk_prices_asset", "fk_asset of price");
             }),
      sample("rename_key", "The primary key gets another name, and its index too.",
             [](Operations& op) { op.rename_constraint("assets", "pk_assets", "assets_key"); }),
  };
}

}  // namespace aludel::samples
