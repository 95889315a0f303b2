#include "app/dev/dev_server.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "app/databases/databases.hpp"
#include "app/dev/dev_folders.hpp"
#include "app/dev/dev_programs.hpp"
#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "db/percent.hpp"
#include "migrate/session.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks{50};
constexpr std::chrono::seconds patience{60};
constexpr const char* fresh = "data.new.";

/// The server as `user` runs it. Data that is there decides who that is.
struct Parts {
  ServerUser user;
  DevFolders folders;
};

Parts parts_of(const DevServer& server) {
  const fs::path data = server.project / ".aludel/dev/data";
  std::error_code ignored;
  Parts parts{server_user(fs::exists(data, ignored) ? data : server.project), {}};
  parts.folders = dev_folders(server.project, parts.user);
  return parts;
}

std::optional<int> version_of(const fs::path& data) {
  std::ifstream file(data / "PG_VERSION");
  int major = 0;
  return file >> major ? std::optional(major) : std::nullopt;
}

std::vector<std::string> last_lines(const fs::path& log) {
  std::ifstream file(log);
  std::vector<std::string> lines;
  constexpr std::size_t shown = 5;
  for (std::string line; std::getline(file, line);) {
    if (lines.size() == shown) lines.erase(lines.begin());
    lines.push_back(line);
  }
  return lines;
}

/// In the server's folder, with names relative to it: pg_ctl hands paths to a shell, and not every
/// path comes out of that as it was.
ChildResult run_there(const Parts& parts, const fs::path& program,
                      const std::vector<std::string>& arguments, const std::stop_token& stop) {
  std::vector<std::string> words = parts.user.prefix(parts.folders.base);
  words.push_back(program.string());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_child({.words = std::move(words), .stop = stop});
}

/// Data appears under its name when it is whole; what a killed call was at is thrown away.
void make_data(const DevServer& server, const Parts& parts, const DevPrograms& programs) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parts.folders.base, ignored)) {
    if (entry.path().filename().string().starts_with(fresh)) fs::remove_all(entry, ignored);
  }
  server.tell("making a PostgreSQL " + programs.version + " in " + shown_path(parts.folders.base));
  const fs::path data = parts.folders.base / (fresh + std::to_string(process_id()));
  const ChildResult made = run_there(parts, programs.folder / "initdb",
                                     {"-D", data.filename().string(), "-U", "postgres", "-A",
                                      "trust", "-E", "UTF8", "--no-locale", "--no-sync"},
                                     server.stop);
  if (made.exit_status != 0) {
    Diagnostic problem = diagnostic(
        Code::external_command, "initdb failed with status " + std::to_string(made.exit_status));
    problem.detail = trim(made.errors);
    problem.now = "no server was made";
    fs::remove_all(data, ignored);
    throw Error(std::move(problem));
  }
  std::ofstream(data / "postgresql.conf", std::ios::app) << "\ninclude 'aludel.conf'\n";
  fs::rename(data, parts.folders.data);
}

/// Written anew for each start: a project may have moved.
void write_settings(const Parts& parts) {
  std::string folder = parts.folders.socket.string();
  for (const char* special : {"'", "\"", "\\"})
    folder = replace_all(std::move(folder), special, std::string(special) + special);
  std::ofstream(parts.folders.data / "aludel.conf")
      << "# written by `aludel dev up`; your own settings go into postgresql.conf\n"
      << "listen_addresses = ''\nport = 5432\nunix_socket_directories = '\"" << folder
      << "\"'\nunix_socket_permissions = 0700\n";
}

/// @return false where there is no server, or none any more: what a killed `down` had told to stop
///         goes on to
bool comes_up(const DevServer& server, const Parts& parts) {
  const auto deadline = Clock::now() + patience;
  while (Clock::now() < deadline) {
    const auto postmaster = running_postmaster(parts.folders.data);
    if (!postmaster || postmaster->ready) return postmaster.has_value();
    pause(between_looks, server.stop);
  }
  return false;
}

/// @param said  by what has started it
void wait_until_ready(const DevServer& server, const Parts& parts, const std::string& said) {
  if (comes_up(server, parts)) return;
  Diagnostic problem = diagnostic(Code::external_command, "PostgreSQL did not come up");
  problem.detail = trim(said);
  problem.notes = last_lines(parts.folders.log);
  problem.next = "`aludel dev up` again in a moment; if it says the same, look into " +
                 shown_path(parts.folders.log) +
                 " (`aludel dev down --delete` begins anew, and its data is lost)";
  throw Error(std::move(problem));
}

/// What names a server that is gone would be in the way where another program has that process id
/// by now, or where nobody has waited for its end.
void forget_old_server(const Parts& parts) {
  std::error_code ignored;
  fs::remove(parts.folders.data / "postmaster.pid", ignored);
  for (const fs::directory_entry& entry : fs::directory_iterator(parts.folders.socket, ignored))
    fs::remove(entry, ignored);
}

void start(const DevServer& server, const Parts& parts, const DevPrograms& programs) {
  const fs::path& data = parts.folders.data;
  // After a crash the processes of the server before live for a moment more, and hold its memory.
  const auto deadline = Clock::now() + patience;
  while (is_worked_in(data) && Clock::now() < deadline) pause(between_looks, server.stop);
  if (!is_worked_in(data)) forget_old_server(parts);
  write_settings(parts);
  const ChildResult said =
      run_there(parts, programs.folder / "pg_ctl",
                {"-D", data.filename().string(), "-l", parts.folders.log.filename().string(), "-w",
                 "-t", std::to_string(patience.count()), "start"},
                server.stop);
  wait_until_ready(server, parts, said.errors);
}

DatabaseUrl url_of(const DevServer& server, const std::string& database) {
  return parse_url(dev_url(server, database), server.project);
}

void create_databases(const DevServer& server, const std::vector<std::string>& names) {
  for (const std::string& each : names)
    create_database({.url = url_of(server, each), .access = {.stop = server.stop}});
}

long long bytes_below(const fs::path& folder) {
  long long bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied,
                                           error);
  while (!error && entries != fs::recursive_directory_iterator()) {
    std::error_code gone;
    const auto size = entries->is_regular_file(gone) ? entries->file_size(gone) : 0;
    if (!gone) bytes += static_cast<long long>(size);
    entries.increment(error);
  }
  return bytes;
}

}  // namespace

std::string dev_database(const DevServer& server, const std::string& configured) {
  if (!configured.empty()) return configured;
  constexpr std::size_t longest = 63;
  std::string name = lower(server.project.filename().string()).substr(0, longest);
  std::ranges::replace_if(name, [](char c) { return !is_word(c); }, '_');
  return name.empty() ? "app" : name;
}

std::string dev_url(const DevServer& server, const std::string& database) {
  const Parts parts = parts_of(server);
  const auto postmaster = running_postmaster(parts.folders.data);
  const std::string folder = postmaster && !postmaster->socket.empty()
                                 ? postmaster->socket
                                 : parts.folders.socket.string();
  return "postgresql:///" + percent_encode(database) +
         "?host=" + replace_all(percent_encode(folder), "%2F", "/") + "&user=postgres";
}

bool dev_up(const DevServer& server, const std::vector<std::string>& databases) {
  const Parts parts = parts_of(server);
  require_entry(parts.user, parts.folders.data);
  std::error_code ignored;
  const fs::path& data = parts.folders.data;
  // Asked before anything is made: without programs nothing is left behind.
  const DevPrograms programs = dev_programs(server.pg_bin, version_of(data));
  make_folders(parts.folders, parts.user);
  const DevLock lock(parts.folders.lock, parts.user);
  if (!fs::exists(data, ignored)) make_data(server, parts, programs);
  const bool ran = comes_up(server, parts);
  if (!ran) start(server, parts, programs);
  try {
    create_databases(server, databases);
    return !ran;
  } catch (const Error&) {
    if (!ran) throw;
    // One that was killed a moment ago may have looked as if it ran.
    pause(between_looks, server.stop);
    if (running_postmaster(data)) throw;
  }
  start(server, parts, programs);
  create_databases(server, databases);
  return true;
}

bool dev_down(const DevServer& server) {
  const Parts parts = parts_of(server);
  std::error_code ignored;
  if (!fs::exists(parts.folders.base, ignored)) return false;
  const DevLock lock(parts.folders.lock, parts.user);
  const auto coming = Clock::now() + patience;
  // One that a killed call has started may not have written down yet that it is there.
  while (!running_postmaster(parts.folders.data) && is_worked_in(parts.folders.data) &&
         Clock::now() < coming)
    pause(between_looks, server.stop);
  const auto postmaster = running_postmaster(parts.folders.data);
  if (!postmaster) return false;
  // What the server calls a fast shutdown, then an immediate one.
  for (const int signal : {SIGINT, SIGQUIT}) {
    if (kill(static_cast<pid_t>(postmaster->pid), signal) != 0) break;
    const auto deadline = Clock::now() + patience;
    while (running_postmaster(parts.folders.data) && Clock::now() < deadline)
      pause(between_looks, server.stop);
    if (running_postmaster(parts.folders.data)) continue;
    if (parts.folders.socket.parent_path() != parts.folders.base)
      fs::remove_all(parts.folders.socket, ignored);
    return true;
  }
  Diagnostic problem =
      diagnostic(Code::external_command,
                 "PostgreSQL (pid " + std::to_string(postmaster->pid) + ") cannot be ended");
  problem.next = "look into " + shown_path(parts.folders.log) + ", or end it as its user, `" +
                 parts.user.name + "`";
  throw Error(std::move(problem));
}

bool dev_delete(const DevServer& server) {
  const DevFolders folders = parts_of(server).folders;
  const fs::path& base = folders.base;
  std::error_code error;
  if (!fs::exists(base, error)) return false;
  // Half of the data must not look like a server: it loses its name first.
  fs::rename(folders.data, base / (fresh + std::to_string(process_id())), error);
  constexpr int tries = 20;  // what a killed call has started may be at work for a moment more
  for (int i = 0; i < tries; ++i) {
    fs::remove_all(base, error);
    if (!error) return true;
    pause(between_looks, server.stop);
  }
  Diagnostic problem = diagnostic(Code::external_command,
                                  "cannot remove the data of the server: " + error.message());
  problem.next = "`ls -l " + shown_path(base) + "` shows whose it is";
  throw Error(std::move(problem));
}

DevStatus dev_status(const DevServer& server) {
  const Parts parts = parts_of(server);
  DevStatus status;
  status.data = parts.folders.data;
  status.log = parts.folders.log;
  std::error_code ignored;
  status.made = fs::exists(status.data, ignored);
  if (!status.made) return status;
  if (const auto major = version_of(status.data)) status.version = std::to_string(*major);
  if (const auto postmaster = running_postmaster(status.data)) status.pid = postmaster->pid;
  status.bytes = bytes_below(status.data);
  return status;
}

}  // namespace aludel
