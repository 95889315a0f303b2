#include "cli/deadline.hpp"

#include "cli/workspace.hpp"

namespace aludel {

Deadline::Deadline(std::chrono::milliseconds limit)
    : signalled_(SignalWatch::token(), Forward{this}),
      thread_([this, limit](const std::stop_token& ended) { wait(ended, limit); }) {}

void Deadline::wait(const std::stop_token& ended, std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, ended, limit, [&] { return ended.stop_requested(); });
  if (ended.stop_requested()) return;
  over_ = true;
  stop_.request_stop();
}

}  // namespace aludel
