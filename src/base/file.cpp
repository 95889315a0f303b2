#include "base/file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"

namespace aludel {

namespace {

/// A file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void fail(Code code, const std::filesystem::path& path, std::string_view what,
                       int error) {
  throw Error(
      diagnostic(code, std::string(what) + ' ' + shown_path(path) + ": " + std::strerror(error)));
}

/// Of a file that was to be made.
[[noreturn]] void fail_to_write(Code code, const std::filesystem::path& path, std::string_view what,
                                int error) {
  Diagnostic problem =
      diagnostic(code, std::string(what) + ' ' + shown_path(path) + ": " + std::strerror(error));
  problem.now = "nothing was written";
  const std::filesystem::path above = path.parent_path();
  const std::string folder = shell_quoted(above.empty() ? "." : shown_path(above));
  problem.next = error == ENOSPC || error == EDQUOT
                     ? "make room (`df -h " + folder + "`)"
                     : "`ls -ld " + folder + "` shows who may write there";
  throw Error(std::move(problem));
}

/// A device or a pipe may go on for ever, and an empty answer may come from one.
void refuse_special_file(int file, const std::filesystem::path& path, Code code) {
  struct stat status{};
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) return;
  throw Error(diagnostic(code, "cannot read " + shown_path(path) + ": it is not a regular file"));
}

}  // namespace

std::string read_file(const std::filesystem::path& path, Code code) {
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang; regular files do not care.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) fail(code, path, "cannot read", errno);
  std::string text;
  std::array<char, 16384> buffer;  // most files fit, and are read with one call
  while (true) {
    const ssize_t got = read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(code, path, "cannot read", errno);
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (static_cast<std::size_t>(got) == buffer.size() || text.empty())
      refuse_special_file(file.get(), path, code);
    if (static_cast<std::size_t>(got) < buffer.size())
      return text;  // only a regular file's end is short
  }
}

SourceText read_text(const std::filesystem::path& path, Code code, std::string name) {
  if (name.empty()) name = shown_path(path);
  std::string bytes = read_file(path, code);
  const std::size_t invalid = find_invalid_utf8(bytes);
  if (invalid == std::string::npos) return {std::move(name), std::move(bytes)};
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(bytes[invalid]);
  std::string shown = "byte 0x";
  shown += digits[byte >> 4U];
  shown += digits[byte & 0xFU];
  for (std::size_t i = invalid; i < bytes.size(); ++i) {  // the excerpt itself must be printable
    if ((static_cast<unsigned char>(bytes[i]) & 0x80U) != 0) bytes[i] = '?';
  }
  const SourceText source(std::move(name), std::move(bytes));
  Diagnostic problem = diagnostic(code, source.name() + " is not UTF-8 text");
  problem.place = source.place({invalid, invalid + 1}, shown + " is not part of a UTF-8 character");
  problem.next = "save the file as UTF-8, for example with `iconv -f ISO-8859-1 -t UTF-8`";
  throw Error(std::move(problem));
}

void write_new_file(const std::filesystem::path& path, std::string_view text) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) {
    if (errno == EEXIST) fail(Code::file_exists, path, "cannot write", errno);
    fail_to_write(Code::revision_file_unreadable, path, "cannot write", errno);
  }
  while (!text.empty()) {
    const ssize_t written = write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      unlink(path.c_str());  // half a revision file would be worse than none
      fail_to_write(Code::revision_file_unreadable, path, "cannot write", error);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void create_folders(const std::filesystem::path& folder, Code code) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) return;
  std::filesystem::path highest = folder;  // the one that its folder refuses
  std::error_code ignored;
  while (highest.has_parent_path() && highest != highest.parent_path() &&
         !std::filesystem::exists(highest.parent_path(), ignored))
    highest = highest.parent_path();
  fail_to_write(code, highest, "cannot make the folder", error.value());
}

std::string shown_path(const std::filesystem::path& path) {
  if (path.is_relative()) return path.lexically_normal().string();
  std::error_code ignored;
  const auto here = std::filesystem::current_path(ignored);
  std::string near = path.lexically_relative(here).string();
  std::string full = path.lexically_normal().string();
  const bool useful = !near.empty() && !near.starts_with("../../") && near.size() < full.size();
  return useful ? near : full;
}

std::filesystem::path behind_links(std::filesystem::path path) {
  std::error_code error;
  for (int links = 0; links < 40 && std::filesystem::is_symlink(path, error); ++links) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) break;
    path = (path.parent_path() / target).lexically_normal();
  }
  return path;
}

}  // namespace aludel
