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
  /// What it prints is read and thrown away as it comes.
  bool discard_output = false;
  std::stop_token stop = {};
  /// Called about twice a second while it runs. Must not throw.
  std::function<void()> tick = {};
};

struct ChildResult {
  int exit_status = 0;  ///< as a shell says it: 128 + N where signal N ended it
  std::string output;
  std::string errors;
};

/// Runs a program with an empty input and waits for its end. It is in a process group of its own
/// (Ctrl-C reaches this process alone), ends with this process however that ends, and what it
/// creates is readable by this user alone.
/// @throws Error(external_command) where it could not be started; Error(interrupted) where a stop
/// was requested, once it has ended
[[nodiscard]] ChildResult run_child(const ChildRequest& request);

}  // namespace aludel
