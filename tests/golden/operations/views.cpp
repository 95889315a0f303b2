#include "golden/operations/samples.hpp"

namespace aludel::samples {

namespace {

Sample sample(std::string name, std::string sentence, void (*given)(Operations&),
              void (*said)(Operations&)) {
  return {"views", std::move(name), std::move(sentence), given, said};
}

// Written as PostgreSQL gives them back in every version.
constexpr const char* count_of_assets = "SELECT count(*) AS count\n   FROM assets";
constexpr const char* count_of_prices = "SELECT count(*) AS count\n   FROM prices";

void viewed(Operations& op) {
  shop(op);
  op.create_view({.name = "counted", .query = count_of_assets});
}

void kept(Operations& op) {
  shop(op);
  if (!is_postgresql(op)) return;
  op.create_view(
      {.name = "kept",
       .query = count_of_assets,
       .materialized = true,
       .indexes = {{.name = "ix_kept", .parts = {{.column = "count"}}, .unique = true}}});
}

}  // namespace

std::vector<Sample> views() {
  return {
      sample("create", "A view.", shop,
             [](Operations& op) {
               op.create_view({.name = "counted", .query = std::string(count_of_assets) + ";"});
             }),
      sample("create_with_columns", "A view whose columns are called otherwise.", shop,
             [](Operations& op) {
               op.create_view({.name = "counted",
                               .query = "SELECT 1 AS a,\n    2 AS b",
                               .columns = {"one", "two"}});
             }),
      sample("create_with_options", "A view with options and a comment.", shop,
             [](Operations& op) {
               op.create_view({.name = "counted",
                               .query = count_of_assets,
                               .options = {{"security_barrier", "true"}},
                               .comment = "how many"});
             }),
      sample(
          "replace", "A view says something else from now on.", viewed,
          [](Operations& op) { op.replace_view({.name = "counted", .query = count_of_prices}); }),
      sample(
          "replace_that_is_used", "A view is replaced under another one that names it.",
          [](Operations& op) {
            viewed(op);
            op.create_view({.name = "outer_one",
                            .query = "SELECT sum(counted.count) AS sum\n   FROM counted"});
          },
          [](Operations& op) { op.replace_view({.name = "counted", .query = count_of_prices}); }),
      sample("drop", "A view goes, and comes again as it was.", viewed,
             [](Operations& op) { op.drop_view("counted"); }),
      sample("drop_if_exists", "A view that is not there is no mistake if it may be missing.", shop,
             [](Operations& op) { op.drop_view("counted", {.if_exists = true}); }),
      sample(
          "drop_cascade", "CASCADE takes along the views that name it.",
          [](Operations& op) {
            viewed(op);
            op.create_view({.name = "outer_one",
                            .query = "SELECT sum(counted.count) AS sum\n   FROM counted"});
          },
          [](Operations& op) { op.drop_view("counted", {.cascade = true}); }),
      sample(
          "drop_that_is_used", "A view that another one names stays.",
          [](Operations& op) {
            viewed(op);
            op.create_view({.name = "outer_one",
                            .query = "SELECT sum(counted.count) AS sum\n   FROM counted"});
          },
          [](Operations& op) { op.drop_view("counted"); }),
      sample("create_materialized", "A view whose rows are kept, with an index.", shop,
             [](Operations& op) {
               op.create_view({.name = "kept",
                               .query = count_of_assets,
                               .materialized = true,
                               .indexes = {{.name = "ix_kept", .parts = {{.column = "count"}}}}});
             }),
      sample("index_of_a_materialized", "A view whose rows are kept gets an index.", kept,
             [](Operations& op) { op.create_index("kept", "ix_kept_again", {"count"}); }),
      sample("refresh", "The rows are computed again.", kept,
             [](Operations& op) { op.refresh_materialized_view("kept"); }),
      sample("refresh_concurrently", "The rows are computed again beside readers.", kept,
             [](Operations& op) { op.refresh_materialized_view("kept", true); }),
      sample("drop_materialized", "A view goes with the rows that were kept.", kept,
             [](Operations& op) { op.drop_materialized_view("kept"); }),
  };
}

}  // namespace aludel::samples
