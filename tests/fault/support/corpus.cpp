#include "fault/support/corpus.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

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

template <typename Iterator>
std::vector<std::filesystem::path> sorted(Iterator entries) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : entries) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

bool is_code(const CorpusRevision& revision) {
  return revision.file.ends_with(".cpp");
}

/// What stands in the quotes behind `member` of a revision in C++.
std::string member_value(const std::string& text, const std::string& member) {
  const std::size_t line = text.find("\n    ." + member + " = ");
  if (line == std::string::npos) return {};
  const std::size_t begin = text.find('"', line) + 1;
  return text.substr(begin, text.find('"', begin) - begin);
}

CorpusRevision read_revision(const std::filesystem::path& file) {
  const std::string text = read(file);
  if (file.extension() == ".cpp")
    return {.id = member_value(text, "id"),
            .file = file.filename(),
            .parents = list(member_value(text, "down_revision")),
            .text = text};
  const std::string id = header_value(text, "revision");
  return {.id = id,
          .file = id + ".sql",
          .parents = list(header_value(text, "down_revision")),
          .text = text,
          .applied_when = header_value(text, "x-applied-when")};
}

CorpusRevision read_command(const std::filesystem::path& folder) {
  CorpusRevision entry{.id = folder.filename(), .file = {}, .parents = {}, .text = {}};
  for (const auto& path : sorted(std::filesystem::recursive_directory_iterator(folder))) {
    if (is_directory(path)) continue;
    if (path == folder / "command") {
      entry.command = split(trim(read(path)), ' ');
    } else {
      entry.files.push_back({path.lexically_relative(folder), read(path)});
    }
  }
  return entry;
}

}  // namespace

std::vector<CorpusRevision> read_corpus(const std::filesystem::path& folder) {
  std::vector<CorpusRevision> corpus;
  for (const auto& path : sorted(std::filesystem::directory_iterator(folder)))
    corpus.push_back(is_directory(path) ? read_command(path) : read_revision(path));
  return corpus;
}

bool has_code(const std::vector<CorpusRevision>& corpus) {
  return std::ranges::any_of(corpus, is_code);
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

Words command_of(const CorpusRevision& entry) {
  return entry.command.empty() ? Words{"upgrade", entry.id} : entry.command;
}

void write_files(const TestProject& project, const std::vector<CorpusRevision>& corpus,
                 std::size_t k) {
  std::set<std::string> there;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    if (corpus[i].command.empty())
      project.write("migrations/versions/" + corpus[i].file, corpus[i].text);
    for (const CorpusFile& file : corpus[i].files) {
      if (i < k) {
        project.write(file.path, file.text);
        there.insert(file.path);
      } else if (!there.contains(file.path)) {
        std::filesystem::remove(project.folder() / file.path);
      }
    }
  }
}

namespace {

/// The last ones in one transaction: none of them has a part that cannot be in one.
void add_moves_of_several(const std::vector<CorpusRevision>& corpus, std::vector<Move>& moves) {
  for (const auto& [from, to, mode] :
       {std::tuple(3U, 7U, ""), {8U, 11U, ""}, {12U, 17U, ""}, {2U, 8U, "all"}}) {
    Move up{from, to, {"upgrade", corpus[to - 1].id}};
    Move down{to, from, {"downgrade", corpus[from - 1].id}};
    for (Move* move : {&up, &down}) {
      if (*mode != '\0') move->command.insert(move->command.end(), {"--transaction", mode});
      moves.push_back(std::move(*move));
    }
  }
}

}  // namespace

std::vector<Move> moves_through(const std::vector<CorpusRevision>& corpus) {
  const bool has_commands =
      std::ranges::any_of(corpus, [](const auto& each) { return !each.command.empty(); });
  std::vector<Move> moves;
  for (std::size_t k = 1; k <= corpus.size(); ++k) {
    if (has_commands) {
      moves.push_back({k - 1, k, command_of(corpus[k - 1])});
      continue;
    }
    const std::size_t below = state_below(corpus, k);
    moves.push_back({k - 1, k, command_of(corpus[k - 1])});
    moves.push_back({k, below, {"downgrade", below == 0 ? "base" : corpus[below - 1].id}});
  }
  if (has_code(corpus)) add_moves_of_several(corpus, moves);
  return moves;
}

std::string describe(const Move& move) {
  return join(move.command, " ") + " (from state " + std::to_string(move.from) + " to " +
         std::to_string(move.to) + ")";
}

bool may_be_of_the_last_step(const std::string& told) {
  if (told.contains("by this run")) return false;
  return std::ranges::any_of(split(told, '\n'), [](const std::string& line) {
    return line.starts_with("↑ ") || line.starts_with("↓ ");
  });
}

const char* database_lines(const std::vector<CorpusRevision>& corpus) {
  return has_code(corpus) ? "foreign_keys = true\n" : "";
}

CorpusProject::CorpusProject(const std::vector<CorpusRevision>& corpus)
    : corpus_(corpus),
      program_(has_code(corpus) ? ALUDEL_CODE_PROGRAM : ALUDEL_PROGRAM),
      project_("${DATABASE_URL}", database_lines(corpus)) {
  be_at(0);
}

Process CorpusProject::start(const Words& words, const std::string& url) const {
  Words all{program_};
  all.insert(all.end(), words.begin(), words.end());
  return {all,
          {.folder = project_.folder(),
           .environment = {{"DATABASE_URL", url}},
           .timeout = std::chrono::minutes(5)}};
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
