#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace aludel::testing {

/// How a program ended, and what it said.
struct Outcome {
  int exit_code = -1;  ///< -1 when a signal ended it
  int signal = 0;      ///< the signal that ended it
  bool timed_out = false;
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::filesystem::path folder = ".";
  std::map<std::string, std::string> environment = {};
  std::chrono::milliseconds timeout{60000};
  /// Runs in the child before the program begins: limits, another user.
  std::function<void()> in_child = {};
};

/// A program that runs. It is killed when this object ends before it does.
class Process {
 public:
  Process(const std::vector<std::string>& words, ProcessOptions options);
  Process(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] bool running();
  void signal(int number) const;
  /// What it has written to its standard error up to now.
  [[nodiscard]] std::string err_so_far() const;
  /// Waits for its end; a program that takes longer than its time is killed.
  Outcome wait();

 private:
  bool reap(int flags);

  ProcessOptions options_;
  std::chrono::steady_clock::time_point begin_;
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

[[nodiscard]] Outcome run_process(const std::vector<std::string>& words, ProcessOptions options);

/// Looks again and again until `true_now` holds. @return false when it did not within `limit`
bool eventually(const std::function<bool()>& true_now,
                std::chrono::milliseconds limit = std::chrono::seconds(20));

}  // namespace aludel::testing
