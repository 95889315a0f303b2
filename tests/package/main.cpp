#include <cstdio>

#include "aludel/migrate.hpp"
#include "aludel/version.hpp"

/// consumer MIGRATIONS: applies them to a new database twice, and undoes them.
int main(int, char** words) {
  const char* url = "sqlite:///consumer.db";
  try {
    const aludel::Migrations migrations = aludel::load_migrations(words[1]);
    if (aludel::pending(url, migrations).size() != migrations.size()) return 1;
    const aludel::Report first = aludel::upgrade(url, migrations);
    if (first.steps.size() != migrations.size() || first.rows_after != migrations.heads()) return 1;
    if (!aludel::upgrade(url, migrations).steps.empty()) return 1;
    if (aludel::current(url).rows != migrations.heads()) return 1;
    if (!aludel::downgrade(url, migrations, "base").rows_after.empty()) return 1;
  } catch (const aludel::Error& error) {
    std::puts(error.what());
    return error.exit_code();
  }
  try {
    (void)aludel::load_migrations("not there");
    return 1;
  } catch (const aludel::Error& error) {
    if (error.exit_code() != 3) return 1;
  }
  std::puts(aludel::version);
}
