#include "app/dev/dev_folders.hpp"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/host.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_socket = sizeof(sockaddr_un::sun_path) - 1;
constexpr mode_t private_mode = 0700;

[[noreturn]] void fail(const std::string& what, const std::string& next) {
  Diagnostic problem = diagnostic(Code::external_command, what);
  problem.now = "no server was started or ended";
  problem.next = next;
  throw Error(std::move(problem));
}

std::string look_at(const fs::path& folder) {
  return "`ls -ld " + shell_quoted(folder.string()) + "` shows who may write there";
}

fs::path short_folder(const ServerUser& user, const fs::path& project) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  struct stat status{};
  const bool usable = runtime != nullptr && !user.is_another && stat(runtime, &status) == 0 &&
                      status.st_uid == user.user;
  constexpr std::size_t digits = 12;
  return fs::path(usable ? runtime : "/tmp") /
         ("aludel-dev-" + sha256_hex(project.string()).substr(0, digits));
}

/// Makes a folder that only `user` may enter. One that is there must be such a folder: whoever may
/// write beside it could have made another.
void make_private(const fs::path& folder, const ServerUser& user) {
  if (mkdir(folder.c_str(), private_mode) == 0) {
    give_to(user, folder);
    return;
  }
  if (errno != EEXIST)
    fail("cannot make " + folder.string() + ": " + std::strerror(errno),
         look_at(folder.parent_path()));
  struct stat status{};
  const bool is_ours = lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
                       (status.st_uid == user.user || status.st_uid == geteuid()) &&
                       (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  if (!is_ours)
    fail(folder.string() + " is not a folder that only `" + user.name + "` may enter",
         "look who made it (`ls -ld " + folder.string() + "`), and remove it");
  if (status.st_uid != user.user) give_to(user, folder);
}

}  // namespace

DevFolders dev_folders(const fs::path& project, const ServerUser& user) {
  DevFolders folders;
  folders.hidden = project / ".aludel";
  folders.base = folders.hidden / "dev";
  folders.data = folders.base / "data";
  folders.log = folders.base / "log";
  folders.lock = folders.base / "lock";
  folders.socket = folders.base / "socket";
  const std::string socket = folders.socket / ".s.PGSQL.5432";
  const bool is_list = socket.contains(',');  // to libpq these are several hosts
  if (socket.size() > longest_socket || is_list) folders.socket = short_folder(user, project);
  return folders;
}

void make_folders(const DevFolders& folders, const ServerUser& user) {
  std::error_code error;
  if (fs::create_directory(folders.hidden, error)) give_to(user, folders.hidden);
  if (error)
    fail("cannot make " + folders.hidden.string() + ": " + error.message(),
         look_at(folders.hidden.parent_path()));
  if (const fs::path ignore = folders.hidden / ".gitignore"; !fs::exists(ignore, error)) {
    std::ofstream(ignore) << "*\n";
    give_to(user, ignore);
  }
  make_private(folders.base, user);
  make_private(folders.socket, user);
}

std::optional<Postmaster> running_postmaster(const fs::path& data) {
  // Lines of postmaster.pid: process, data folder, start, port, socket folder, address, memory,
  // state.
  std::ifstream file(data / "postmaster.pid");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) return std::nullopt;
  Postmaster postmaster;
  std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), postmaster.pid);
  if (!is_running(postmaster.pid)) return std::nullopt;
  // Servers work in their data's folder. One that was killed and that nobody waited for has none.
  std::error_code error;
  const fs::path works_in =
      fs::read_symlink("/proc/" + std::to_string(postmaster.pid) + "/cwd", error);
  const bool may_be_it =
      error ? error == std::errc::permission_denied : works_in == fs::weakly_canonical(data);
  if (!may_be_it) return std::nullopt;
  if (lines.size() > 4) postmaster.socket = lines[4];
  postmaster.ready = lines.size() > 7 && lines[7].starts_with("ready");
  return postmaster;
}

bool is_worked_in(const fs::path& data) {
  const fs::path wanted = fs::weakly_canonical(data);
  std::error_code error;
  fs::directory_iterator processes("/proc", error);
  while (!error && processes != fs::directory_iterator()) {
    std::error_code unreadable;
    if (fs::read_symlink(processes->path() / "cwd", unreadable) == wanted) return true;
    processes.increment(error);
  }
  return false;
}

DevLock::DevLock(const fs::path& file, const ServerUser& user) {
  file_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) fail("cannot open " + file.string() + ": " + std::strerror(errno), look_at(file));
  constexpr int tries = 300;
  constexpr std::chrono::milliseconds between{200};
  for (int i = 0; i < tries; ++i) {
    if (flock(file_, LOCK_EX | LOCK_NB) == 0) {
      give_to(user, file);
      return;
    }
    std::this_thread::sleep_for(between);
  }
  close(file_);
  fail("another `aludel dev` has been at work here for a minute", "wait for it, or end it");
}

DevLock::~DevLock() {
  close(file_);
}

}  // namespace aludel
