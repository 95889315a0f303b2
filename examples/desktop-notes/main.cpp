// desktop_notes FILE.db [TEXT]: adds a note and prints all. The program carries its revisions; it
// brings the file that a user has, of whatever version, up to date on the connection that it works
// with. NOTES_AT=001 stays at the first version, as an old program would.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "notes_migrations.hpp"

namespace {

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Connection open(const char* file) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open(file, &opened);
  Connection connection(opened, &sqlite3_close);
  if (status != SQLITE_OK) std::exit(1);
  sqlite3_exec(opened, "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
  return connection;
}

void add(sqlite3* database, const char* text) {
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO notes (text) VALUES (?)", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> insert(prepared,
                                                                          &sqlite3_finalize);
  sqlite3_bind_text(prepared, 1, text, -1, SQLITE_TRANSIENT);
  sqlite3_step(prepared);
}

int print_row(void* /*unused*/, int count, char** values, char** /*names*/) {
  for (int i = 0; i < count; ++i)
    std::printf(i == 0 ? "%s" : "  %s", values[i] == nullptr ? "-" : values[i]);
  std::puts("");
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fputs("usage: desktop_notes FILE.db [TEXT]\n", stderr);
    return 2;
  }
  const Connection database = open(words[1]);
  const char* version = std::getenv("NOTES_AT");
  try {
    const aludel::Report report =
        aludel::upgrade(database.get(), notes::migrations(), version == nullptr ? "head" : version);
    for (const aludel::RanStep& step : report.steps)
      std::fprintf(stderr, "migrated: %s\n", step.message.c_str());
  } catch (const aludel::Error& error) {
    std::fprintf(stderr, "%s\n%s\n", error.what(), error.diagnostic().now.c_str());
    return error.exit_code();
  }
  if (count > 2) add(database.get(), words[2]);
  sqlite3_exec(database.get(), "SELECT * FROM notes ORDER BY id", &print_row, nullptr, nullptr);
  return 0;
}
