#include "db/sqlite/file_lock_holder.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/host.hpp"

namespace aludel {

namespace {

/// "MAJOR:MINOR:INODE" as /proc/locks writes it (proc(5)); empty when the file is not there.
std::string lock_identity(const std::filesystem::path& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0) return {};
  std::ostringstream text;
  text << std::hex;
  text.fill('0');
  text.width(2);
  text << major(status.st_dev) << ':';
  text.width(2);
  text << minor(status.st_dev) << ':' << std::dec << status.st_ino;
  return text.str();
}

std::string program_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

}  // namespace

std::vector<FileLockHolder> file_users(const std::string& path) {
  std::vector<FileLockHolder> users;
  std::error_code unreadable;
  std::filesystem::directory_iterator processes("/proc", unreadable);
  while (!unreadable && processes != std::filesystem::directory_iterator()) {
    const std::string pid = processes->path().filename().string();
    const bool is_process = pid.find_first_not_of("0123456789") == std::string::npos;
    if (is_process && pid != std::to_string(getpid()) &&
        has_open(std::atol(pid.c_str()), path).value_or(false))
      users.push_back({pid, program_of(pid)});
    processes.increment(unreadable);
  }
  return users;
}

std::vector<FileLockHolder> file_lock_holders(const std::string& path) {
  if (path.empty()) return {};
  std::set<std::string> files;
  for (const char* suffix : {"", "-shm", "-journal"}) {
    const std::string identity = lock_identity(path + suffix);
    if (!identity.empty()) files.insert(identity);
  }
  std::set<long> readers;
  std::set<long> writers;
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    std::istringstream fields(line);
    std::string number, kind, mode, access, pid, file;
    fields >> number >> kind >> mode >> access >> pid >> file;
    long id = 0;
    std::from_chars(pid.data(), pid.data() + pid.size(), id);
    if (kind == "->" || !files.contains(file) || id <= 0 || id == getpid()) continue;
    (access == "WRITE" ? writers : readers).insert(id);
  }
  std::vector<FileLockHolder> holders;
  for (const long id : writers.empty() ? readers : writers) {
    const std::string pid = std::to_string(id);
    holders.push_back({pid, program_of(pid)});
  }
  return holders;
}

}  // namespace aludel
