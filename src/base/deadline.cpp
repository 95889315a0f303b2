#include "base/deadline.hpp"

namespace aludel {

Deadline::Deadline(std::chrono::milliseconds limit, const std::stop_token& elsewhere)
    : elsewhere_(elsewhere, Forward{this}),
      thread_([this, limit](const std::stop_token& ended) { wait(ended, limit); }) {}

void Deadline::wait(const std::stop_token& ended, std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  const auto is_ended = [&] { return ended.stop_requested(); };
  if (limit.count() == 0) {
    wake_.wait(lock, ended, is_ended);
  } else {
    wake_.wait_for(lock, ended, limit, is_ended);
  }
  if (ended.stop_requested()) return;
  over_ = true;
  stop_.request_stop();
}

}  // namespace aludel
