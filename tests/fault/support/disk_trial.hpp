#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "fault/support/corpus.hpp"
#include "fault/support/snapshot.hpp"

namespace aludel::testing {

/// One fault of the disk below one run.
struct DiskFaultPlan {
  std::string fault;  ///< as the program reads it: full, io_error, dead, kill, power
  int at = 0;         ///< the call, from 1
  std::string call;   ///< "write growing app.db-journal"
  unsigned seed = 0;  ///< of a power cut
};

/// What a move is when nothing goes wrong.
struct DiskMove {
  Move move;
  Snapshot before;
  Snapshot after;
  std::vector<std::string> calls;  ///< of SQLite to the disk
  bool is_atomic = false;          ///< all of it is there or nothing
};

/// Runs the moves through a corpus above a disk that fails, each from a copy of the state that it
/// begins in; then the same command again above a disk that works.
class DiskTrial {
 public:
  /// @param journal_mode  of the database file: "delete", "wal"
  /// @param program       what runs: the one above a disk of the tests, or the real one
  /// @param folder        where the database lies; empty: a temporary folder
  DiskTrial(const std::vector<CorpusRevision>& corpus, std::string journal_mode,
            std::string program = ALUDEL_DISK_PROGRAM, const std::filesystem::path& folder = {});

  /// @throws std::runtime_error where the run fails by itself
  DiskMove run_undisturbed(const Move& move);
  /// @return what deviates, in lines; empty where all is well
  std::string run_disturbed(const DiskMove& move, const DiskFaultPlan& plan);
  /// The same where it is the system that has no room: `take` takes it away, once the files lie as
  /// the move begins, `in_child` in the program alone, and `give` gives it back.
  std::string run_without_room(const DiskMove& move, const DiskFaultPlan& plan,
                               const ProcessOptions& how, const std::function<void()>& take,
                               const std::function<void()>& give);
  /// Kills the run at random moments and starts it again, until it ends by itself.
  std::string run_killed(const DiskMove& move, std::mt19937& random);

  /// Those that did strike.
  [[nodiscard]] long long faults() const { return faults_; }
  /// All that the run with the newest fault has said.
  [[nodiscard]] const std::string& said_last() const { return said_last_; }
  /// How often each ending was seen: "power -> signal 9".
  [[nodiscard]] const std::map<std::string, int>& endings() const { return endings_; }

  [[nodiscard]] std::filesystem::path folder() const { return database_folder_; }

 private:
  [[nodiscard]] std::filesystem::path file() const { return folder() / "app.db"; }
  /// The file of a state, made by undisturbed runs when it is first asked for.
  const std::filesystem::path& state(std::size_t k);
  void start_from(std::size_t k);
  /// The database and the project's files are as the move begins with them.
  void begin(const Move& move);
  /// Those that outlive the process and are not empty.
  [[nodiscard]] std::vector<std::string> files_left() const;
  [[nodiscard]] Outcome run(const Words& words, ProcessOptions how = {}) const;
  /// What deviates in this end of the run with the fault, and in the same command again.
  std::string judge(const Outcome& outcome, const DiskMove& move, const DiskFaultPlan& plan);
  /// Of a copy: looking recovers what a crash left, and that is the next run's work.
  [[nodiscard]] Snapshot look_at_copy();
  void check_ending(const Outcome& outcome, const DiskMove& move, const DiskFaultPlan& plan);
  void check_no_debris(const Snapshot& left);
  void check_what_is_left(const Outcome& outcome, const DiskMove& move, const Snapshot& left);
  void run_again(const DiskMove& move);
  bool settle();
  void complain(const std::string& what) { problems_ += what + "\n"; }

  const std::vector<CorpusRevision>& corpus_;
  std::string journal_mode_;
  std::string program_;
  TestProject project_;
  TemporaryFolder folder_;
  std::filesystem::path database_folder_;
  std::map<std::size_t, std::filesystem::path> states_;
  long long journal_ = 0;  ///< the newest journal row in the state that the move begins in
  /// What the same command has ended well from: it would do so again.
  struct Left {
    std::vector<std::string> files;
    Snapshot snapshot;

    bool operator==(const Left&) const = default;
  };
  std::vector<Left> ended_well_;
  std::string problems_;
  long long faults_ = 0;
  std::string said_last_;
  std::map<std::string, int> endings_;
};

/// Every fault at every call; a program that is killed where nothing was written since it was
/// killed before leaves the same.
[[nodiscard]] std::vector<DiskFaultPlan> all_disk_faults(const std::vector<std::string>& calls);

}  // namespace aludel::testing
