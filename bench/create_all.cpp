// create_all FROM TO: makes everything that the database FROM holds in the empty database TO, by
// `aludel::create_all`; prints the seconds, the reading of FROM not included.
#include <chrono>
#include <cstdio>

#include "aludel/compiled.hpp"
#include "aludel/create.hpp"
#include "dialect/dialect.hpp"
#include "dialect/objects.hpp"

namespace {

aludel::Catalog catalog_of(const char* text) {
  const aludel::DatabaseUrl url = aludel::parse_url(text, {});
  const aludel::Dialect& dialect = aludel::dialect_for(url);
  const auto session =
      dialect.connect(url, {.read_only = true, .foreign_keys = std::nullopt, .stop = {}});
  return dialect.objects().inspect(*session, {}).catalog;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fprintf(stderr, "usage: create_all FROM TO\n");
    return 2;
  }
  try {
    const aludel::Catalog models = catalog_of(words[1]);
    const aludel::Migrations none = aludel::compiled_migrations({});
    const auto begin = std::chrono::steady_clock::now();
    if (!aludel::create_all(words[2], models, none)) {
      std::fprintf(stderr, "%s is not empty\n", words[2]);
      return 1;
    }
    std::printf("%.3f\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  } catch (const aludel::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
  return 0;
}
