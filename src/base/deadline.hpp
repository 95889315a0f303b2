#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace aludel {

/// Requests a stop of `token()` when its time is over, or when it is asked for elsewhere.
class Deadline {
 public:
  /// @param limit  zero: none
  Deadline(std::chrono::milliseconds limit, const std::stop_token& elsewhere);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  /// The time is over; false where it was asked for elsewhere.
  [[nodiscard]] bool over() const { return over_; }

 private:
  struct Forward {
    Deadline* deadline;
    void operator()() const { deadline->stop_.request_stop(); }
  };
  void wait(const std::stop_token& ended, std::chrono::milliseconds limit);

  std::stop_source stop_;
  std::atomic<bool> over_ = false;
  std::stop_callback<Forward> elsewhere_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // the last one: it uses all the others
};

}  // namespace aludel
