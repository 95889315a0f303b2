#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace aludel::testing {

/// What of each file is on the disk for certain, and what was written since: after a power cut
/// every single one of those writes is there or not.
class DurableFiles {
 public:
  /// A file that is opened; one that is there already is on the disk as it is.
  void open(const std::string& path);
  void write(const std::string& path, std::int64_t offset, std::string data);
  void truncate(const std::string& path, std::int64_t size);
  void sync(const std::string& path);
  /// @param synced  the folder too: the file does not come back
  void remove(const std::string& path, bool synced);

  /// Makes the files on the disk what a power cut leaves of them.
  void cut_power(std::uint32_t seed) const;

 private:
  struct Change {
    std::int64_t offset = 0;  ///< of a truncation the size
    bool is_truncation = false;
    std::string data;
  };
  struct File {
    bool exists = false;  ///< for certain
    std::string content;
    bool removed = false;    ///< but may come back
    bool recreated = false;  ///< the changes are those of a new file of the same name
    std::vector<Change> changes;
  };
  static void apply(std::string& content, const Change& change);

  std::map<std::string, File> files_;
};

}  // namespace aludel::testing
