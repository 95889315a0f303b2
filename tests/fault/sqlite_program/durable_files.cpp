#include "fault/sqlite_program/durable_files.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <utility>

namespace aludel::testing {

void DurableFiles::open(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end()) {
    known->second.recreated = std::exchange(known->second.removed, false);
    return;
  }
  File file;
  file.exists = std::filesystem::exists(path);
  if (file.exists) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    file.content = content.str();
  }
  files_.emplace(path, std::move(file));
}

void DurableFiles::write(const std::string& path, std::int64_t offset, std::string data) {
  files_[path].changes.push_back({offset, false, std::move(data)});
}

void DurableFiles::truncate(const std::string& path, std::int64_t size) {
  files_[path].changes.push_back({size, true, {}});
}

void DurableFiles::sync(const std::string& path) {
  File& file = files_[path];
  if (std::exchange(file.recreated, false)) file.content.clear();
  for (const Change& change : file.changes) apply(file.content, change);
  file.changes.clear();
  file.exists = true;  // SQLite syncs the folder of a new journal too
}

void DurableFiles::remove(const std::string& path, bool synced) {
  File& file = files_[path];
  file.changes.clear();
  file.removed = !synced;  // until the folder is synced the file may come back as it was
  file.recreated = false;
  if (!synced) return;
  file.content.clear();
  file.exists = false;
}

void DurableFiles::apply(std::string& content, const Change& change) {
  const auto at = static_cast<std::size_t>(change.offset);
  if (change.is_truncation) {
    if (content.size() > at) content.resize(at);
    return;
  }
  if (content.size() < at + change.data.size()) content.resize(at + change.data.size());
  content.replace(at, change.data.size(), change.data);
}

void DurableFiles::cut_power(std::uint32_t seed) const {
  std::mt19937 random(seed);
  const auto kept_of_eight = random() % 9;  // none of them, all of them, or some
  for (const auto& [path, file] : files_) {
    const bool is_new = file.recreated && kept_of_eight > 4;
    std::string content = is_new ? "" : file.content;
    bool exists = file.exists && !(file.removed && kept_of_eight > 4);
    for (const Change& change : file.changes) {
      if (file.recreated && !is_new) break;
      if (random() % 8 >= kept_of_eight) continue;
      apply(content, change);
      exists = true;
    }
    if (exists) {
      std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    } else {
      std::filesystem::remove(path);
    }
    std::filesystem::remove(path + "-shm");  // it was shared memory
  }
}

}  // namespace aludel::testing
