#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "dialect/sqlite/parts.hpp"

namespace aludel::sqlite {

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

std::string program_of(long pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

}  // namespace

std::vector<Holder> file_lock_holders(const std::filesystem::path& database) {
  std::set<std::string> files;
  for (const char* suffix : {"", "-shm", "-journal"}) {
    const std::string identity = lock_identity(database.string() + suffix);
    if (!identity.empty()) files.insert(identity);
  }
  std::set<long> pids;
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    std::istringstream fields(line);
    std::string number, kind, mode, access, pid, file;
    fields >> number >> kind >> mode >> access >> pid >> file;
    long id = 0;
    std::from_chars(pid.data(), pid.data() + pid.size(), id);
    if (kind != "->" && files.contains(file) && id > 0 && id != getpid()) pids.insert(id);
  }
  std::vector<Holder> holders;
  for (const long pid : pids) {
    const std::string program = program_of(pid);
    holders.push_back(
        {"pid " + std::to_string(pid) + (program.empty() ? "" : " (" + program + ")")});
  }
  return holders;
}

}  // namespace aludel::sqlite
