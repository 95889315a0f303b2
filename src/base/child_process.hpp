#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace aludel {

struct ChildRequest {
  std::vector<std::string> words;  ///< the program's path first; no shell reads them
  /// Set over this process's own variables: the place for a password, which arguments show to
  /// everybody.
  std::map<std::string, std::string> environment = {};
  std::string folder = {};  ///< where it runs; empty: where this process does
  std::string input = {};   ///< what it reads; empty: nothing
  /// What it prints is read and thrown away as it comes.
  bool discard_output = false;
  /// Of what it prints its last lines are kept, 64 KiB of them at least: however much it is.
  bool keep_end = false;
  std::stop_token stop = {};
  /// Called about twice a second while it runs. Must not throw.
  std::function<void()> tick = {};
};

struct ChildResult {
  int exit_status = 0;  ///< as a shell says it: 128 + N where signal N ended it
  std::string output;
  std::string errors;
  long long output_lines_dropped = 0;  ///< before `output`; only with keep_end
  long long errors_lines_dropped = 0;
};

/// Runs a program and waits for its end: what it left in the background goes on, and is not read
/// any more. It is in a process group of its own (Ctrl-C reaches this process alone), ends with
/// this process however that ends, and what it creates is readable by this user alone.
/// @throws Error(external_command) where it could not be started; Error(interrupted) where a stop
/// was requested, once it has ended
[[nodiscard]] ChildResult run_child(const ChildRequest& request);

}  // namespace aludel
