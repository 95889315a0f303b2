#include "cli/signal_watch.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <string_view>
#include <thread>

#include <pthread.h>
#include <unistd.h>

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

/// Ends the thread that waits; sent to it alone.
constexpr int end_of_watch = SIGUSR1;

/// Requesting a stop takes locks and calls back, which a signal handler may not: so a thread waits
/// for the signals.
void wait_for_signals() {
  using Clock = std::chrono::steady_clock;
  sigset_t set = watched();
  sigaddset(&set, end_of_watch);
  Clock::time_point first;
  while (true) {
    int number = 0;
    if (sigwait(&set, &number) != 0 || number == end_of_watch) return;
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

std::thread start_watching() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, end_of_watch);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &ends, &before);  // the thread has the mask of its maker
  std::thread thread(wait_for_signals);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

int watches = 0;
/// Never destroyed: a program may call exit() while it is watched.
std::thread& watching = *new std::thread;

}  // namespace

SignalWatch::SignalWatch() {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  if (watches++ == 0 && !watching.joinable()) watching = start_watching();
}

/// The thread ends before anyone asks what was received: it may have taken a signal and not yet
/// said so. Later ones stay pending, and end the program when they are let through.
SignalWatch::~SignalWatch() {
  if (--watches > 0) return;
  pthread_kill(watching.native_handle(), end_of_watch);
  watching.join();
  if (received != 0) {  // the second signal is still to end the program
    watching = start_watching();
    watching.detach();
    return;
  }
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
