#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "fault/support/crash_states.hpp"
#include "fault/support/proxy.hpp"

namespace aludel::testing {

/// What a move is when nothing goes wrong.
struct Undisturbed {
  Snapshot before;
  Snapshot after;
  std::vector<std::string> units;  ///< of the conversation with the server
};

/// One fault in one run, then the same command again without it.
class CrashTrial {
 public:
  CrashTrial(const std::string& server_url, const std::vector<CorpusRevision>& corpus)
      : corpus_(corpus), states_(server_url, corpus), proxy_(server_url) {}

  /// @throws std::runtime_error where the run fails by itself
  Undisturbed run_undisturbed(const Move& move);
  /// Where the fault left the database as another one did, from which the same command ended well,
  /// the command is not run again: it would do the same.
  /// @return what deviates from the undisturbed run or from what was to be told, in lines; empty
  /// where all is well
  std::string run_disturbed(const Move& move, const Undisturbed& wanted, const FaultPlan& plan);

  /// Kills the run at random moments and starts it again, until it ends by itself.
  std::string run_killed(const Move& move, const Undisturbed& wanted, std::mt19937& random);

  [[nodiscard]] long long faults() const { return faults_; }
  /// How often the command was run again: once for each state that a move's faults left behind,
  /// and whenever the first run's session was still there.
  [[nodiscard]] long long runs_again() const { return runs_again_; }
  /// How often each ending was seen, by fault and exit code.
  [[nodiscard]] const std::map<std::string, int>& endings() const { return endings_; }

 private:
  void start_from(std::size_t state);
  /// The database and the project's files are as the move begins with them.
  void begin(const Move& move);
  void check_ending(const Outcome& outcome, const FaultPlan& plan);
  void check_what_is_now(const Outcome& outcome, const Snapshot& before, const Snapshot& found);
  void check_status();
  void run_again(const Move& move);
  bool settle();
  void complain(const std::string& what) { problems_ += what + "\n"; }

  const std::vector<CorpusRevision>& corpus_;
  CrashStates states_;
  FaultProxy proxy_;
  std::string problems_;
  std::optional<std::size_t> fresh_;  ///< the state that the copy is in for certain
  std::vector<Snapshot> finished_;    ///< states from which the move at hand was finished
  std::string move_;                  ///< that move
  long long faults_ = 0;
  long long runs_again_ = 0;
  std::map<std::string, int> endings_;
};

/// Every fault at every unit of a conversation.
[[nodiscard]] std::vector<FaultPlan> all_faults(const std::vector<std::string>& units);

}  // namespace aludel::testing
