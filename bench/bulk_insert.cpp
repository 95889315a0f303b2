// bulk_insert URL ROWS: a revision in C++ that puts so many rows into a new table of the database;
// prints the seconds of its step, the table's creation not included.
#include <charconv>
#include <cstdio>
#include <cstring>

#include "aludel/compiled.hpp"

namespace {

long long wanted_rows = 0;

void create(aludel::Operations& op) {
  op.create_table({.name = "prices",
                   .columns = {{.name = "id", .type = aludel::integer(), .nullable = false},
                               {.name = "asset", .type = aludel::text()},
                               {.name = "price", .type = aludel::numeric(12, 2)}},
                   .constraints = {aludel::PrimaryKey{.columns = {"id"}}}});
}

void fill(aludel::Operations& op) {
  std::vector<std::vector<aludel::Cell>> rows;
  rows.reserve(static_cast<std::size_t>(wanted_rows));
  for (long long i = 1; i <= wanted_rows; ++i)
    rows.push_back(
        {i, "asset " + std::to_string(i % 1000), aludel::sql(std::to_string(i % 10000) + ".25")});
  op.bulk_insert("prices", {"id", "asset", "price"}, std::move(rows));
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  std::from_chars(words[2], words[2] + std::strlen(words[2]), wanted_rows);
  const aludel::Migration tables{.id = "1", .message = "Tables", .upgrade = create};
  const aludel::Migration rows{
      .id = "2", .down_revision = {"1"}, .message = "Rows", .upgrade = fill};
  const aludel::CompiledRevision list[] = {{.path = "1.cpp", .code = &tables},
                                           {.path = "2.cpp", .code = &rows}};
  try {
    const aludel::Migrations migrations = aludel::compiled_migrations(list);
    aludel::upgrade(words[1], migrations, "1");
    const auto begin = std::chrono::steady_clock::now();
    aludel::upgrade(words[1], migrations);
    std::printf("%.3f\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  } catch (const aludel::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
  return 0;
}
