#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fault/support/corpus.hpp"
#include "fault/support/snapshot.hpp"

namespace aludel::testing {

/// The databases that the states of a corpus are, each once, to be copied; made by undisturbed
/// runs, one revision at a time.
class CrashStates {
 public:
  CrashStates(std::string server_url, const std::vector<CorpusRevision>& corpus);
  CrashStates(const CrashStates&) = delete;
  CrashStates& operator=(const CrashStates&) = delete;
  ~CrashStates();

  [[nodiscard]] const CorpusProject& project() const { return project_; }
  [[nodiscard]] const std::string& server_url() const { return server_url_; }
  [[nodiscard]] std::string url(const std::string& database) const;
  Connection& server() { return *server_; }
  [[nodiscard]] const std::string& copy() const { return copy_; }
  /// The newest journal row in state `k`.
  [[nodiscard]] long long last_journal_row(std::size_t k) const { return journal_.at(k); }

  /// Makes the database of the tests a copy of state `k`, and the one beside it what it is there.
  const std::string& start_from(std::size_t k);
  /// What to add to each command: a revision of the corpus makes a database, which needs a name.
  [[nodiscard]] Words with_variables(Words command) const;
  /// What the copy holds now; `side` is in its catalog.
  [[nodiscard]] Snapshot look(long long journal_after);
  /// Waits until no session is left in the copy. @return false when one is after some seconds
  bool wait_until_left();

 private:
  void make_states(const std::vector<CorpusRevision>& corpus);
  void drop(const std::string& database);
  [[nodiscard]] bool has_side();
  [[nodiscard]] std::string state_name(std::size_t k) const { return name_ + "_" + std::to_string(k); }

  std::string server_url_;
  std::string name_;
  std::string copy_;
  std::string side_;
  CorpusProject project_;
  std::unique_ptr<Connection> server_;
  std::vector<long long> journal_;
  std::vector<bool> sides_;
};

}  // namespace aludel::testing
