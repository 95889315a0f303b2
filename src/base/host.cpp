#include "base/host.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <vector>

#include <pwd.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/code.hpp"

namespace aludel {

std::string host_name() {
  std::array<char, 256> buffer{};
  return gethostname(buffer.data(), buffer.size() - 1) == 0 ? buffer.data() : "unknown";
}

std::string user_name() {
  const uid_t id = geteuid();
  const passwd* entry = getpwuid(id);
  return entry != nullptr ? entry->pw_name : std::to_string(id);
}

long process_id() {
  return getpid();
}

bool is_running(long process) {
  return process > 0 && (kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM);
}

std::optional<bool> has_open(long process, const std::string& file) {
  struct stat wanted{};
  if (stat(file.c_str(), &wanted) != 0) return false;
  std::error_code unreadable;
  const std::string folder = "/proc/" + std::to_string(process) + "/fd";
  std::filesystem::directory_iterator open_files(folder, unreadable);
  while (!unreadable && open_files != std::filesystem::directory_iterator()) {
    struct stat found{};
    if (stat(open_files->path().c_str(), &found) == 0 && found.st_dev == wanted.st_dev &&
        found.st_ino == wanted.st_ino)
      return true;
    open_files.increment(unreadable);
  }
  if (unreadable) return std::nullopt;
  return false;
}

bool may_use(long process, const std::string& file) {
  if (!is_running(process)) return false;
  struct stat wanted{};
  if (file.empty() || stat(file.c_str(), &wanted) != 0) return true;
  return has_open(process, file).value_or(true);
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> buffer(bytes);
  if (getrandom(buffer.data(), buffer.size(), 0) != static_cast<ssize_t>(bytes)) {
    throw Error(diagnostic(Code::internal, "the system gave no random bytes"));
  }
  constexpr const char* digits = "0123456789abcdef";
  std::string result;
  for (const unsigned char byte : buffer) {
    result += digits[byte >> 4U];
    result += digits[byte & 0xFU];
  }
  return result;
}

std::string utc_timestamp(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> buffer{};
  std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S+00:00", &parts);
  return buffer.data();
}

}  // namespace aludel
