#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "db/support/project.hpp"

namespace aludel::testing {

/// One revision of a corpus, in the order of the files, which is one that they can be applied in.
struct CorpusRevision {
  std::string id;
  std::vector<std::string> parents;
  std::string text;
  /// `x-applied-when:` of its header: a query that is true when its statement of which nothing in
  /// the database tells was applied. Empty where there is none.
  std::string applied_when;
};

/// The revisions of a folder; the folder holds what a user's project would.
[[nodiscard]] std::vector<CorpusRevision> read_corpus(const std::filesystem::path& folder);

/// Those of `revisions` that no other of them comes after.
[[nodiscard]] std::vector<std::string> heads_of(std::span<const CorpusRevision> revisions);

/// A run between two states. State k is the database with the first k revisions applied.
struct Move {
  std::size_t from = 0;
  std::size_t to = 0;
  Words command;  ///< with an absolute target
};

/// Every revision up by itself, and down: from a branch down to where it began.
[[nodiscard]] std::vector<Move> moves_through(const std::vector<CorpusRevision>& corpus);

[[nodiscard]] std::string describe(const Move& move);

/// A project of these revisions whose database is ${DATABASE_URL}.
class CorpusProject {
 public:
  explicit CorpusProject(const std::vector<CorpusRevision>& corpus);

  [[nodiscard]] Process start(const Words& words, const std::string& url) const;
  [[nodiscard]] Outcome run(const Words& words, const std::string& url) const {
    return start(words, url).wait();
  }

 private:
  TestProject project_;
};

/// The lines that only one of both has, "-" those of `wanted`, "+" those of `found`; empty where
/// there is no difference.
[[nodiscard]] std::string difference(const std::vector<std::string>& wanted,
                                     const std::vector<std::string>& found);

}  // namespace aludel::testing
