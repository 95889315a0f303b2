#include "app/backup/backup_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished_end = ".unfinished";
constexpr const char* manifest_name = "manifest.json";

/// The lock of an unfinished backup is held by who makes it and by the programs that it started,
/// and ends with the last of them. @return -1 where another process has it, or the folder is gone
int lock_folder(const fs::path& folder) {
  const int lock = open(folder.c_str(), O_RDONLY | O_DIRECTORY);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  close(lock);
  return -1;
}

/// Keeps others from removing a backup that was begun and is not locked yet.
class TurnInFolder {
 public:
  explicit TurnInFolder(const fs::path& folder)
      : lock_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    while (lock_ >= 0 && flock(lock_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  TurnInFolder(const TurnInFolder&) = delete;
  TurnInFolder& operator=(const TurnInFolder&) = delete;
  ~TurnInFolder() {
    if (lock_ >= 0) close(lock_);
  }

 private:
  int lock_;
};

void sync(const fs::path& path, const fs::path& folder) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && fsync(file) == 0;
  const int error = errno;
  if (file >= 0) close(file);
  if (!done) throw folder_problem(folder, error);
}

void write_private_file(const fs::path& path, std::string_view text, const fs::path& folder) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw folder_problem(folder, errno);
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      close(file);
      throw folder_problem(folder, error);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  close(file);
}

void make_folder(const BackupFolder& folder) {
  std::error_code failed;
  if (fs::is_directory(folder.path, failed)) return;
  if (!folder.may_be_made || fs::exists(folder.path, failed)) {
    throw folder_problem(folder.path, fs::exists(folder.path, failed) ? ENOTDIR : ENOENT);
  }
  if (mkdir(folder.path.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    throw folder_problem(folder.path, errno);
  // Backups hold what the database holds: they are not for a repository.
  const fs::path ignore = folder.path / ".gitignore";
  if (!fs::exists(ignore, failed)) write_private_file(ignore, "*\n", folder.path);
}

bool holds_backups(const fs::path& folder) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const bool unfinished = entry.path().string().ends_with(unfinished_end);
    if (!unfinished && fs::exists(entry.path() / manifest_name, failed)) return true;
  }
  return false;
}

/// As manifests write it; empty where the name has none. A number may stand behind it.
std::string time_in_name(std::string_view name) {
  constexpr std::string_view pattern = "_00000000T000000Z";
  const std::size_t begin = name.rfind('_');
  if (begin == std::string_view::npos || name.size() - begin < pattern.size()) return {};
  const std::string_view stamp = name.substr(begin, pattern.size());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '0' ? !is_digit(stamp[i]) : stamp[i] != pattern[i]) return {};
  }
  const auto part = [&](std::size_t at, std::size_t length) {
    return std::string(stamp.substr(at, length));
  };
  return part(1, 4) + '-' + part(5, 2) + '-' + part(7, 2) + ' ' + part(10, 2) + ':' + part(12, 2) +
         ':' + part(14, 2) + "+00:00";
}

/// The files below `backup`, sorted by name.
std::vector<std::string> files_below(const fs::path& backup) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(backup)) {
    const std::string name = entry.path().lexically_relative(backup).string();
    if (!entry.is_directory() && name != manifest_name) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

BackupFile measure(const fs::path& backup, const std::string& name, TransferMeter& meter,
                   const std::stop_token& stop) {
  BackupFile file{.path = name};
  file.sha256 = sha256_hex_of_file(backup / name, Code::backup_unverified, [&](std::size_t piece) {
    if (stop.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
    file.size += static_cast<long long>(piece);
    meter.add(static_cast<long long>(piece));
  });
  return file;
}

std::vector<std::string> differences_in_size(const fs::path& backup, const Manifest& manifest) {
  std::vector<std::string> notes;
  for (const BackupFile& wanted : manifest.files) {
    const fs::path path = backup / wanted.path;
    std::error_code missing;
    const auto size = static_cast<long long>(fs::file_size(path, missing));
    if (missing) {
      notes.push_back(shown_path(path) + ": " + missing.message());
    } else if (size != wanted.size) {
      notes.push_back(shown_path(path) + ": " + with_commas(wanted.size) + " bytes expected, " +
                      with_commas(size) + " found");
    }
  }
  return notes;
}

std::optional<Diagnostic> misfit(const fs::path& backup, std::vector<std::string> notes) {
  if (notes.empty()) return std::nullopt;
  Diagnostic problem = diagnostic(Code::backup_unverified,
                                  "the backup " + backup.filename().string() +
                                      " is damaged: its files are not as its manifest says");
  problem.notes = std::move(notes);
  problem.now = "nothing was changed";
  problem.next = "use another backup: `aludel db list-backups`";
  return problem;
}

}  // namespace

Error folder_problem(const fs::path& folder, int error) {
  const std::string shown = shown_path(folder);
  std::error_code ignored;
  const bool missing = error == ENOENT && !fs::exists(folder, ignored);
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  // Where no file can be made, Linux says ENOENT in /proc and EACCES elsewhere.
  const bool closed = error == EACCES || error == EPERM || error == EROFS || error == ENOENT;
  Diagnostic problem = diagnostic(Code::backup_folder_unusable,
                                  missing ? "the folder of backups " + shown + " is not there"
                                  : error == ENOTDIR ? shown + " is not a folder"
                                  : full             ? "there is no room for a backup in " + shown
                                  : closed ? "the folder of backups " + shown + " is not writable"
                                           : "a backup cannot be written to " + shown);
  problem.detail = std::strerror(error);
  problem.now = "no backup was made; the database is as it was";
  problem.next =
      missing ? "`mkdir -p " + shell_quoted(shown) + "`, if no disk is to be mounted there"
      : full  ? "make room (`df -h " + shell_quoted(shown) + "`)" +
                   (holds_backups(folder) ? ", or let fewer stay by a lower `backup_keep`" : "")
      : error == ENOTDIR ? "name a folder by `--directory`, or by `backup_directory` in [aludel]"
                         : "`ls -ld " + shell_quoted(shown) + "` shows who may write it";
  return Error(std::move(problem));
}

void require_folder(const BackupFolder& folder) {
  std::error_code failed;
  if (fs::is_directory(folder.path, failed)) return;
  const bool is_there = fs::exists(folder.path, failed);
  if (folder.may_be_made && !is_there) return;
  Error error = folder_problem(folder.path, is_there ? ENOTDIR : ENOENT);
  Diagnostic& problem = error.diagnostic();
  problem.now = "nothing was changed";
  if (!is_there)
    problem.next =
        "correct the name (`--directory`, or `backup_directory` in [aludel]), or mount "
        "what belongs there";
  throw Error(std::move(problem));
}

bool is_backup_name(std::string_view name) {
  return !time_in_name(name).empty();
}

std::vector<FoundBackup> find_backups(const fs::path& folder) {
  std::vector<FoundBackup> found;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    FoundBackup backup{.name = entry.path().filename().string(), .path = entry.path()};
    backup.unfinished = backup.name.ends_with(unfinished_end);
    if (!entry.is_directory(failed)) continue;
    if (backup.unfinished) {
      const int lock = lock_folder(backup.path);
      backup.being_made = lock < 0;
      if (lock >= 0) close(lock);
    } else if (is_backup_name(backup.name) || fs::exists(backup.path / manifest_name, failed)) {
      try {
        backup.manifest = read_manifest(backup.path);
        backup.problem = misfit(backup.path, differences_in_size(backup.path, *backup.manifest));
      } catch (const Error& error) {
        backup.problem = error.diagnostic();
      }
    } else {
      continue;
    }
    found.push_back(std::move(backup));
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    Error error = folder_problem(folder, failed.value());
    error.diagnostic().now = "nothing was changed";
    throw error;
  }
  const auto time_of = [](const FoundBackup& backup) {
    return backup.manifest ? backup.manifest->created_utc : time_in_name(backup.name);
  };
  std::ranges::sort(found, [&](const FoundBackup& a, const FoundBackup& b) {
    return std::pair(time_of(a), a.name) < std::pair(time_of(b), b.name);
  });
  return found;
}

UnfinishedBackup::UnfinishedBackup(const BackupFolder& folder, const std::string& name)
    : folder_(folder.path) {
  make_folder(folder);
  const TurnInFolder turn(folder_);
  path_ = folder_ / (name + '-' + random_hex(4) + std::string(unfinished_end));
  if (mkdir(path_.c_str(), S_IRWXU) != 0) throw folder_problem(folder_, errno);
  lock_ = lock_folder(path_);
  if (lock_ < 0) throw folder_problem(folder_, errno);
}

UnfinishedBackup::~UnfinishedBackup() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

fs::path UnfinishedBackup::publish(const Manifest& manifest, const std::string& name) {
  write_private_file(path_ / manifest_name, manifest_text(manifest), folder_);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_))
    sync(entry.path(), folder_);
  sync(path_, folder_);
  const TurnInFolder turn(folder_);
  fs::path whole = folder_ / name;
  std::error_code ignored;
  for (int number = 2; fs::exists(whole, ignored); ++number)
    whole = folder_ / (name + "-" + std::to_string(number));
  if (std::rename(path_.c_str(), whole.c_str()) != 0) throw folder_problem(folder_, errno);
  path_.clear();
  sync(folder_, folder_);
  return whole;
}

std::vector<std::string> remove_leftovers(const fs::path& folder) {
  std::vector<std::string> removed;
  std::error_code failed;
  const TurnInFolder turn(folder);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (!entry.path().string().ends_with(unfinished_end)) continue;
    const int lock = lock_folder(entry.path());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), failed);
    close(lock);
    if (!failed) removed.push_back(entry.path().filename().string());
  }
  return removed;
}

std::vector<std::string> keep_newest(const fs::path& folder,
                                     const std::function<bool(const Manifest&)>& counted,
                                     int keep) {
  std::vector<FoundBackup> backups = find_backups(folder);
  std::erase_if(backups, [&](const FoundBackup& backup) {
    return !backup.manifest || !counted(*backup.manifest);
  });
  // A damaged one is none of those that stay, and goes when whole ones in front of it are enough.
  std::size_t oldest = backups.size();
  for (int whole = 0; whole < keep && oldest > 0;) whole += backups[--oldest].problem ? 0 : 1;
  std::vector<std::string> removed;
  for (std::size_t i = 0; i < oldest; ++i) {
    // Half a backup must not look like a whole one: it loses its name first.
    const fs::path going = backups[i].path.string() + std::string(unfinished_end);
    if (std::rename(backups[i].path.c_str(), going.c_str()) != 0)
      throw folder_problem(folder, errno);
    std::error_code failed;
    fs::remove_all(going, failed);
    removed.push_back(backups[i].name);
  }
  return removed;
}

std::vector<BackupFile> measure_files(const fs::path& backup, const TransferSink& sink,
                                      const std::stop_token& stop) {
  const std::vector<std::string> names = files_below(backup);
  long long total = 0;
  for (const std::string& name : names)
    total += static_cast<long long>(fs::file_size(backup / name));
  TransferMeter meter(sink, "checking", total);
  std::vector<BackupFile> files;
  for (const std::string& name : names) files.push_back(measure(backup, name, meter, stop));
  return files;
}

void verify_files(const fs::path& backup, const Manifest& manifest, const TransferSink& sink,
                  const std::stop_token& stop) {
  TransferMeter meter(sink, "checking", manifest.size());
  std::vector<std::string> notes = differences_in_size(backup, manifest);
  for (const BackupFile& wanted : manifest.files) {
    const fs::path path = backup / wanted.path;
    std::error_code missing;
    if (static_cast<long long>(fs::file_size(path, missing)) != wanted.size || missing) continue;
    const std::string found = measure(backup, wanted.path, meter, stop).sha256;
    if (found != wanted.sha256)
      notes.push_back(shown_path(path) + ": SHA-256 " + wanted.sha256 + " expected, " + found +
                      " found");
  }
  for (const std::string& name : files_below(backup)) {
    if (std::ranges::find(manifest.files, name, &BackupFile::path) == manifest.files.end())
      notes.push_back(shown_path(backup / name) + ": the manifest does not know this file");
  }
  if (auto problem = misfit(backup, std::move(notes))) throw Error(std::move(*problem));
}

Manifest read_manifest(const fs::path& folder) {
  const fs::path file = folder / manifest_name;
  std::error_code ignored;
  try {
    if (!fs::exists(file, ignored))
      throw Error(diagnostic(Code::backup_unverified, "the backup " + folder.filename().string() +
                                                          " is damaged: its manifest, " +
                                                          shown_path(file) + ", is missing"));
    return parse_manifest(read_file(file, Code::backup_unverified), shown_path(file));
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.now.empty()) problem.now = "nothing was changed";
    if (problem.next.empty()) problem.next = "use another backup: `aludel db list-backups`";
    throw;
  }
}

}  // namespace aludel
