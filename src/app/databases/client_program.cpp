#include "app/databases/client_program.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <unistd.h>

#include "app/databases/client_connection.hpp"
#include "app/databases/databases.hpp"
#include "app/databases/postgresql_programs.hpp"
#include "app/missing_file.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"

extern char** environ;

namespace aludel {

namespace {

namespace fs = std::filesystem;

std::string program(const std::string& name, const fs::path& folder, const std::string& package) {
  const auto folders = postgresql_folders(folder);
  std::vector<std::string> looked;
  for (const fs::path& each : folders) {
    if (is_program(each / name)) return (each / name).string();
    looked.push_back(each.string());
  }
  Diagnostic problem = diagnostic(Code::external_command, "there is no program `" + name + "`");
  problem.notes.push_back("looked in " + join(looked, ", "));
  problem.next =
      "install the package " + package + " (Debian, Ubuntu)" +
      (name == "psql" ? ", or set `pg_bin` under [aludel] to the folder that holds it" : "");
  throw Error(std::move(problem));
}

/// All else that may be in the way psql tells by itself, or asks for.
void refuse_missing_database(const DatabaseUrl& url) {
  try {
    (void)dialect_for(url).connect(url,
                                   {.read_only = true, .foreign_keys = std::nullopt, .stop = {}});
  } catch (const Error& error) {
    if (error.diagnostic().code == info(Code::database_missing).id) throw;
  }
}

ProgramCall psql(const DatabaseUrl& url, const fs::path& folder) {
  refuse_missing_database(url);
  ProgramCall call{{program("psql", folder, "postgresql-client")}};
  ChildConnection connection = child_connection(url);
  if (!connection.conninfo.empty()) {
    call.words.emplace_back("-d");
    call.words.push_back(std::move(connection.conninfo));
  }
  call.environment = std::move(connection.environment);
  return call;
}

ProgramCall sqlite3(const DatabaseUrl& url) {
  if (is_missing_file(url)) {
    Diagnostic problem =
        diagnostic(Code::database_missing, "there is no database file " + shown_database(url));
    problem.next = "`aludel db create` or `aludel upgrade` creates it; or correct the URL";
    throw Error(std::move(problem));
  }
  return {
      {program("sqlite3", {}, "sqlite3"), url.sqlite_path.empty() ? ":memory:" : url.sqlite_path}};
}

}  // namespace

ProgramCall database_shell(const DatabaseUrl& url, const std::vector<std::string>& more,
                           const fs::path& folder) {
  (void)dialect_for(url);
  ProgramCall call = url.kind == DatabaseUrl::Kind::sqlite ? sqlite3(url) : psql(url, folder);
  call.words.insert(call.words.end(), more.begin(), more.end());
  return call;
}

void become(const ProgramCall& call) {
  for (const auto& [name, value] : call.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<std::string> words = call.words;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  // That they are ignored here would be inherited.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_DFL);
  execvpe(pointers.front(), pointers.data(), environ);
  Diagnostic problem = diagnostic(Code::external_command,
                                  "cannot start " + words.front() + ": " + std::strerror(errno));
  if (errno == ENOENT && !words.front().contains('/'))
    problem.detail = "looked in the folders of PATH";
  throw Error(std::move(problem));
}

}  // namespace aludel
