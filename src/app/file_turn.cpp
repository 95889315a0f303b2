#include "app/file_turn.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

#include "base/code.hpp"
#include "base/duration.hpp"

namespace aludel {

namespace {

struct Turns {
  std::mutex mutex;
  std::condition_variable_any ended;
  std::set<std::filesystem::path> taken;
};

/// Never destroyed: a thread may still be at work while the program ends.
Turns& turns() {
  static auto* const all = new Turns;
  return *all;
}

}  // namespace

FileTurn::FileTurn(const DatabaseUrl& url, std::chrono::milliseconds limit,
                   const std::stop_token& stop) {
  if (url.kind != DatabaseUrl::Kind::sqlite || url.sqlite_path.empty()) return;
  std::error_code ignored;
  std::filesystem::path file = std::filesystem::weakly_canonical(url.sqlite_path, ignored);
  std::unique_lock lock(turns().mutex);
  const bool free =
      turns().ended.wait_for(lock, stop, limit, [&] { return !turns().taken.contains(file); });
  if (free) {
    turns().taken.insert(file);
    file_ = std::move(file);
    return;
  }
  if (stop.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
  Diagnostic problem =
      diagnostic(Code::migration_lock_timeout,
                 "another thread of this process ran revisions for " + format_duration(limit));
  problem.now = "nothing was changed by this run";
  problem.next = "wait for the other run and start again";
  problem.retryable = true;
  throw Error(std::move(problem));
}

FileTurn::~FileTurn() {
  if (file_.empty()) return;
  {
    const std::scoped_lock lock(turns().mutex);
    turns().taken.erase(file_);
  }
  turns().ended.notify_all();
}

}  // namespace aludel
