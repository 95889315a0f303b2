#include <array>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/databases/parts.hpp"
#include "app/missing_file.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "db/sqlite/file_lock_holder.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds short_wait{500};

DatabaseContents contents_of(Connection& connection, const std::string& path) {
  DatabaseContents contents;
  std::error_code ignored;
  for (const char* suffix : {"", "-wal"}) {
    const auto size = fs::file_size(path + suffix, ignored);
    if (!ignored) contents.bytes += static_cast<long long>(size);
  }
  std::vector<std::string> tables;
  for (const auto& row : connection
                             .query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name "
                                    "NOT GLOB 'sqlite_*' AND name NOT GLOB 'aludel_*'")
                             .rows)
    tables.push_back(quote_identifier(row.at(0).value_or(""), SqlDialect::sqlite));
  contents.tables = static_cast<long long>(tables.size());
  count_rows(connection, tables, contents);
  return contents;
}

std::vector<std::string> users_of(const std::string& path) {
  std::vector<std::string> users;
  for (const FileLockHolder& user : file_users(path))
    users.push_back("pid " + user.pid + (user.program.empty() ? "" : " (" + user.program + ")"));
  return users;
}

/// The database first: without it SQLite takes what lies beside it for leftovers, so that being
/// stopped here leaves nothing that could be mistaken for a part of the next one.
void remove_files(const std::string& path) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    std::error_code error;
    fs::remove(path + suffix, error);
    if (!error) continue;
    Diagnostic problem =
        diagnostic(Code::database_unusable,
                   "cannot remove " + shown_path(path + suffix) + ": " + error.message());
    problem.now = std::string(suffix).empty() ? "nothing was changed" : "the database is gone";
    problem.next = "`ls -ld` its folder: this user must be allowed to write there";
    throw Error(std::move(problem));
  }
}

/// Nobody is ever let in who was not before. Where it is there by now it is another's.
void make_file(const fs::path& path, const FileProperties& properties) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return;
  if (fchown(file, properties.owner, properties.group) == 0 || geteuid() != 0)
    fchmod(file, properties.mode);
  close(file);
}

/// By the file's header, which SQLite documents: a look through SQLite would leave files beside it.
bool has_log(const fs::path& path) {
  constexpr std::size_t read_version = 19;
  std::array<char, read_version + 1> header{};
  std::ifstream(path, std::ios::binary).read(header.data(), header.size());
  return header[read_version] == 2;
}

}  // namespace

std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url, const ServerAccess& access) {
  const fs::path path = behind_links(url.sqlite_path);
  struct stat status{};
  if (url.sqlite_path.empty() || stat(path.c_str(), &status) != 0) return std::nullopt;
  if (geteuid() != 0 && status.st_uid != geteuid())
    access.sink(Remark{"cannot be kept: the owner of " + shown_path(path) +
                       ", which will belong to " + user_name()});
  return KeptDatabase{.file = {.owner = status.st_uid,
                               .group = status.st_gid,
                               .mode = status.st_mode & 07777U,
                               .has_log = has_log(path)}};
}

bool create_database(const NewDatabase& request) {
  const std::string& path = request.url.sqlite_path;
  if (!is_missing_file(request.url)) {
    (void)open_sqlite({.path = path});  // something else than a database is told
    return false;
  }
  if (request.kept) make_file(behind_links(path), request.kept->file);
  const auto connection = open_sqlite({.path = path, .access = Access::read_write});
  const bool has_log = request.kept && request.kept->file.has_log;
  connection->query(has_log ? "PRAGMA journal_mode = WAL" : "PRAGMA user_version");
  return true;
}

bool drop_database(const DatabaseRemoval& request) {
  const std::string path = behind_links(request.url.sqlite_path);
  const std::string shown = shown_path(path);
  if (is_missing_file(request.url)) {
    if (!request.only_look) remove_files(path);
    return false;
  }
  const auto connection =
      open_sqlite({.path = path, .access = Access::read_write, .busy_wait = short_wait});
  connection->set_stop_token(request.access.stop);
  const std::string next = "end what uses it (`fuser " + shell_quoted(shown) +
                           "` names it), then the same command again: a file cannot be taken away "
                           "from a program that has it open";
  const auto users = users_of(path);
  try {
    const DatabaseContents found = contents_of(*connection, path);
    const std::string contents = shown_contents(found);
    require_consent(request.consent, shown, found);
    require_nobody(users, shown, next);
    connection->query("BEGIN EXCLUSIVE");  // nobody this user cannot see is at work on it
    if (request.only_look) return true;
    request.tell(contents);
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.now.empty()) problem.now = "nothing was changed";
    if (problem.code == info(Code::lock_timeout).id) problem.next = next;
    throw;
  }
  remove_files(path);
  return true;
}

}  // namespace aludel::sqlite
