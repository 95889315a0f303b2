// bulk_insert URL ROWS: a revision in C++ that puts so many rows into a new table of the database;
// prints the seconds of its run, the table's creation not included. The rows are there when the
// clock begins, as the file of the peers is.
#include <charconv>
#include <cstdio>
#include <cstring>

#include "aludel/compiled.hpp"

namespace {

std::vector<std::vector<aludel::Cell>> rows;

void make_rows(long long count) {
  rows.reserve(static_cast<std::size_t>(count));
  for (long long i = 1; i <= count; ++i)
    rows.push_back(
        {i, "asset " + std::to_string(i % 1000), aludel::sql(std::to_string(i % 10000) + ".25")});
}

void create(aludel::Operations& op) {
  op.create_table({.name = "prices",
                   .columns = {{.name = "id", .type = aludel::integer(), .nullable = false},
                               {.name = "asset", .type = aludel::text()},
                               {.name = "price", .type = aludel::numeric(12, 2)}},
                   .constraints = {aludel::PrimaryKey{.columns = {"id"}}}});
}

void fill(aludel::Operations& op) {
  op.bulk_insert("prices", {"id", "asset", "price"}, std::move(rows));
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  long long count_of_rows = 0;
  std::from_chars(words[2], words[2] + std::strlen(words[2]), count_of_rows);
  make_rows(count_of_rows);
  const aludel::Migration first{.id = "1", .message = "Tables", .upgrade = create};
  const aludel::Migration second{
      .id = "2", .down_revision = {"1"}, .message = "Rows", .upgrade = fill};
  const aludel::CompiledRevision list[] = {{.path = "1.cpp", .code = &first},
                                           {.path = "2.cpp", .code = &second}};
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
