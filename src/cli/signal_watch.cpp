#include <atomic>
#include <csignal>
#include <thread>

#include <pthread.h>

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
  const sigset_t set = watched();
  while (true) {
    int number = 0;
    if (sigwait(&set, &number) != 0) return;
    if (received.exchange(number) != 0) {
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
