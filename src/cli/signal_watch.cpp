#include <atomic>
#include <chrono>
#include <csignal>
#include <string_view>
#include <thread>

#include <pthread.h>
#include <unistd.h>

#include "cli/workspace.hpp"

namespace aludel {

namespace {

std::stop_source& stop_source() {
  static std::stop_source source;
  return source;
}
std::atomic<int> received{0};

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

/// Requesting a stop takes locks and calls back, which a signal handler may not: so a thread waits
/// for the signals.
void wait_for_signals() {
  using Clock = std::chrono::steady_clock;
  const sigset_t set = watched();
  Clock::time_point first;
  while (true) {
    int number = 0;
    if (sigwait(&set, &number) != 0) return;
    if (received == 0) first = Clock::now();
    // `timeout` sends its signal to the program and to its group, a terminal's may come along with
    // a supervisor's: those are one.
    if (received != 0 && Clock::now() - first < std::chrono::seconds(1)) continue;
    if (received.exchange(number) != 0) {
      constexpr std::string_view words =
          "\naludel: ended at once, in the middle; `aludel status` tells what is true now\n";
      (void)!write(STDERR_FILENO, words.data(), words.size());
      std::signal(number, SIG_DFL);
      pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
      raise(number);
    }
    stop_source().request_stop();
  }
}

}  // namespace

SignalWatch::SignalWatch() {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  static bool started = false;
  if (started) return;
  started = true;
  std::thread(wait_for_signals).detach();
}

SignalWatch::~SignalWatch() {
  if (received != 0) return;  // the second signal is still to end the program
  const sigset_t set = watched();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

std::stop_token SignalWatch::token() {
  return stop_source().get_token();
}
int SignalWatch::signal() {
  return received;
}

}  // namespace aludel
