// notes FILE.db [TEXT]: adds a note and prints all of them. The database is created, and brought up
// to date, by the program itself: deploying a new version is starting it.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "aludel/migrate.hpp"

namespace {

void migrate(const std::string& file) {
  aludel::Options options;
  options.foreign_keys = true;
  options.events = [](const aludel::Event& event) {
    if (const auto* done = std::get_if<aludel::StepDone>(&event))
      std::fprintf(stderr, "migrated: %s\n", done->message.c_str());
  };
  const aludel::Migrations migrations = aludel::load_migrations(NOTES_MIGRATIONS);
  aludel::upgrade("sqlite:///" + std::filesystem::absolute(file).string(), migrations, "head",
                  options);
}

int print_row(void* /*unused*/, int count, char** values, char** /*names*/) {
  for (int i = 0; i < count; ++i) std::printf(i == 0 ? "%s" : "  %s", values[i]);
  std::puts("");
  return 0;
}

int keep_notes(const std::string& file, const char* text) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
  if (status != SQLITE_OK) return 1;
  if (text != nullptr) {
    sqlite3_stmt* prepared = nullptr;
    sqlite3_prepare_v2(opened, "INSERT INTO notes (text) VALUES (?)", -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> insert(prepared,
                                                                            &sqlite3_finalize);
    sqlite3_bind_text(prepared, 1, text, -1, SQLITE_TRANSIENT);
    if (sqlite3_step(prepared) != SQLITE_DONE) return 1;
  }
  return sqlite3_exec(opened, "SELECT id, text FROM notes ORDER BY id", &print_row, nullptr,
                      nullptr) == SQLITE_OK
             ? 0
             : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fputs("usage: notes FILE.db [TEXT]\n", stderr);
    return 2;
  }
  try {
    migrate(words[1]);
  } catch (const aludel::Error& error) {
    // The database is as it was, or as `now` says: no reason to run on it.
    std::fprintf(stderr, "%s\n%s\n", error.what(), error.diagnostic().now.c_str());
    return error.exit_code();
  }
  return keep_notes(words[1], count > 2 ? words[2] : nullptr);
}
