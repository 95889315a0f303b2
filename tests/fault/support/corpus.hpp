#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "db/support/project.hpp"

namespace aludel::testing {

/// A file of a project: its path there and its text.
struct CorpusFile {
  std::string path;
  std::string text;
};

/// One revision of a corpus, in the order of the files, which is one that they can be applied in;
/// or, in a folder of its own, a command (its file `command`) and the files that the project has
/// from then on.
struct CorpusRevision {
  std::string id;
  std::string file;  ///< its name in the project's folder of revisions
  std::vector<std::string> parents;
  std::string text;
  /// `x-applied-when:` of its header: a query that is true when its statement of which nothing in
  /// the database tells was applied. Empty where there is none.
  std::string applied_when = {};
  Words command = {};  ///< empty: it is a revision
  std::vector<CorpusFile> files = {};
};

/// The revisions of a folder; the folder holds what a user's project would.
[[nodiscard]] std::vector<CorpusRevision> read_corpus(const std::filesystem::path& folder);

/// Whether a revision is in C++; then the program that has it runs them all.
[[nodiscard]] bool has_code(const std::vector<CorpusRevision>& corpus);

/// Those of `revisions` that no other of them comes after.
[[nodiscard]] std::vector<std::string> heads_of(std::span<const CorpusRevision> revisions);

/// What does it.
[[nodiscard]] Words command_of(const CorpusRevision& entry);

/// Gives `project` the files that it has when the first `k` of `corpus` are done.
void write_files(const TestProject& project, const std::vector<CorpusRevision>& corpus,
                 std::size_t k);

/// A run between two states. State k is the database with the first k of a corpus done.
struct Move {
  std::size_t from = 0;
  std::size_t to = 0;
  Words command;  ///< with an absolute target
};

/// Every revision up by itself, and down: from a branch down to where it began. Where there are
/// commands among them, those and the ways up: what they did is not undone. Of a corpus with
/// revisions in C++ also several at once, each rendered for what those before it leave.
[[nodiscard]] std::vector<Move> moves_through(const std::vector<CorpusRevision>& corpus);

[[nodiscard]] std::string describe(const Move& move);

/// A run may be several steps, and "nothing of this script was kept" is said of the last one.
[[nodiscard]] bool may_be_of_the_last_step(const std::string& told);

/// What the configuration of the corpus's project says of its database: revisions in C++ run where
/// foreign keys are enforced, which a table of SQLite that is made anew must not notice.
[[nodiscard]] const char* database_lines(const std::vector<CorpusRevision>& corpus);

/// A project of these revisions whose database is ${DATABASE_URL}.
class CorpusProject {
 public:
  explicit CorpusProject(const std::vector<CorpusRevision>& corpus);

  /// Its files from now on are those of state `k`.
  void be_at(std::size_t k) const { write_files(project_, corpus_, k); }
  [[nodiscard]] Process start(const Words& words, const std::string& url) const;
  [[nodiscard]] Outcome run(const Words& words, const std::string& url) const {
    return start(words, url).wait();
  }

 private:
  const std::vector<CorpusRevision> corpus_;
  const char* program_;
  TestProject project_;
};

/// The lines that only one of both has, "-" those of `wanted`, "+" those of `found`; empty where
/// there is no difference.
[[nodiscard]] std::string difference(const std::vector<std::string>& wanted,
                                     const std::vector<std::string>& found);

}  // namespace aludel::testing
