#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>

#include "db/url.hpp"

namespace aludel {

/// The turn of one thread to run revisions on an SQLite file, from construction to destruction;
/// other databases need none. To the journal the threads of a process are one runner: they could
/// not tell a statement that another one has just begun from one that was begun and never ended.
/// @throws Error(migration_lock_timeout) after `limit`; (interrupted)
class FileTurn {
 public:
  FileTurn(const DatabaseUrl& url, std::chrono::milliseconds limit, const std::stop_token& stop);
  FileTurn(const FileTurn&) = delete;
  FileTurn& operator=(const FileTurn&) = delete;
  ~FileTurn();

 private:
  std::filesystem::path file_;  ///< empty: no turn is needed
};

}  // namespace aludel
