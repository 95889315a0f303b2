#include "fault/support/corpus.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"

namespace aludel::testing {

namespace {

std::string header_value(const std::string& text, const std::string& key) {
  const std::string line = "-- " + key + ":";
  const std::size_t begin = text.find(line);
  if (begin == std::string::npos) return {};
  const std::size_t value = begin + line.size();
  return std::string(trim(text.substr(value, text.find('\n', value) - value)));
}

std::vector<std::string> list(const std::string& value) {
  std::vector<std::string> items;
  for (const std::string& item : split(value, ',')) {
    if (!trim(item).empty()) items.emplace_back(trim(item));
  }
  return items;
}

}  // namespace

std::vector<CorpusRevision> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<CorpusRevision> corpus;
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    corpus.push_back({.id = header_value(text.str(), "revision"),
                      .parents = list(header_value(text.str(), "down_revision")),
                      .text = text.str(),
                      .applied_when = header_value(text.str(), "x-applied-when")});
  }
  return corpus;
}

std::vector<std::string> heads_of(std::span<const CorpusRevision> revisions) {
  std::set<std::string> heads;
  for (const CorpusRevision& revision : revisions) {
    for (const std::string& parent : revision.parents) heads.erase(parent);
    heads.insert(revision.id);
  }
  return {heads.begin(), heads.end()};
}

namespace {

/// The nearest state below `k` to which one can go down by name: all that comes behind it comes
/// after its last revision.
std::size_t state_below(const std::vector<CorpusRevision>& corpus, std::size_t k) {
  for (std::size_t below = k - 1; below > 0; --below) {
    std::set<std::string> later{corpus[below - 1].id};
    bool all = true;
    for (std::size_t i = below; i < k; ++i) {
      all = all && std::ranges::any_of(corpus[i].parents,
                                       [&](const auto& parent) { return later.contains(parent); });
      later.insert(corpus[i].id);
    }
    if (all) return below;
  }
  return 0;
}

}  // namespace

std::vector<Move> moves_through(const std::vector<CorpusRevision>& corpus) {
  std::vector<Move> moves;
  for (std::size_t k = 1; k <= corpus.size(); ++k) {
    const std::size_t below = state_below(corpus, k);
    moves.push_back({k - 1, k, {"upgrade", corpus[k - 1].id}});
    moves.push_back({k, below, {"downgrade", below == 0 ? "base" : corpus[below - 1].id}});
  }
  return moves;
}

std::string describe(const Move& move) {
  return move.command[0] + " " + move.command[1] + " (from state " + std::to_string(move.from) +
         " to " + std::to_string(move.to) + ")";
}

CorpusProject::CorpusProject(const std::vector<CorpusRevision>& corpus)
    : project_("${DATABASE_URL}") {
  for (const CorpusRevision& revision : corpus)
    project_.write("migrations/versions/" + revision.id + ".sql", revision.text);
}

Process CorpusProject::start(const Words& words, const std::string& url) const {
  return project_.start(
      words, {.environment = {{"DATABASE_URL", url}}, .timeout = std::chrono::minutes(5)});
}

std::string difference(const std::vector<std::string>& wanted,
                       const std::vector<std::string>& found) {
  std::vector<std::string> missing = wanted;
  std::vector<std::string> extra = found;
  std::ranges::sort(missing);
  std::ranges::sort(extra);
  std::vector<std::string> both;
  std::ranges::set_intersection(missing, extra, std::back_inserter(both));
  std::string text;
  for (const auto& [mark, lines] : {std::pair("- ", &missing), std::pair("+ ", &extra)}) {
    std::vector<std::string> only;
    std::ranges::set_difference(*lines, both, std::back_inserter(only));
    for (const std::string& line : only) text += mark + line + "\n";
  }
  return text;
}

}  // namespace aludel::testing
