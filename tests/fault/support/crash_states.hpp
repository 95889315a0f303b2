#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fault/support/corpus.hpp"
#include "fault/support/snapshot.hpp"

namespace aludel::testing {

/// The databases that the states of a corpus are, each once, to be copied: made by undisturbed runs
/// when they are first asked for; it is quicker to ask for earlier ones first.
class CrashStates {
 public:
  CrashStates(std::string server_url, const std::vector<CorpusRevision>& corpus);
  CrashStates(const CrashStates&) = delete;
  CrashStates& operator=(const CrashStates&) = delete;
  ~CrashStates();

  [[nodiscard]] const CorpusProject& project() const { return project_; }
  [[nodiscard]] const std::string& server_url() const { return server_url_; }
  [[nodiscard]] std::string url(const std::string& database) const;
  /// Makes the database of the tests a copy of state `k`, and the one beside it what it is there.
  void start_from(std::size_t k);
  /// The newest journal row in state `k`, which was asked for.
  [[nodiscard]] long long last_journal_row(std::size_t k) const { return states_.at(k).journal; }
  /// That database's name.
  [[nodiscard]] const std::string& copy() const { return copy_; }
  /// What to add to each command: a revision of the corpus makes a database, which needs a name.
  [[nodiscard]] Words with_variables(Words command) const;
  /// What the copy holds now, and whether there is a database beside it.
  [[nodiscard]] Snapshot look(long long journal_after);
  /// Before the server crashes: in a copy that was made since the last checkpoint, a sequence goes
  /// back to where the copy was made (values that the original had logged ahead are not logged
  /// again).
  void forget_copying() { server_->query("CHECKPOINT"); }
  /// After the server was restarted.
  void reconnect();
  /// Takes back what a run that changed nothing else has written down behind row `after`.
  void forget_journal(long long after);
  /// A session in the copy.
  Connection& inside();
  /// Waits until no session but ours is left in the copy. @return false when one is after some
  /// seconds
  bool wait_until_left();

 private:
  struct State {
    std::string database;
    long long journal = 0;
    bool side = false;
  };
  const State& state(std::size_t k);
  void drop(const std::string& database);
  [[nodiscard]] bool has_side();

  std::string server_url_;
  const std::vector<CorpusRevision>& corpus_;
  const bool has_commands_;
  std::string name_;
  std::string copy_;
  std::string side_;
  CorpusProject project_;
  std::unique_ptr<Connection> server_;
  std::unique_ptr<Connection> inside_;
  std::map<std::size_t, State> states_;
};

}  // namespace aludel::testing
