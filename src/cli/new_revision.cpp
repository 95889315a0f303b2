#include "cli/new_revision.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/host.hpp"
#include "base/source.hpp"
#include "base/text.hpp"
#include "cli/revision_text.hpp"
#include "revision/header.hpp"
#include "revision/name_rules.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::system_clock;

/// "001", "002" … or "20250411_0001": one more than the highest there is.
std::string next_in_sequence(const RevisionGraph& graph, const std::string& prefix, int width) {
  long long highest = 0;
  for (const Revision& revision : graph.revisions()) {
    if (!revision.id.starts_with(prefix)) continue;
    long long number = 0;
    const char* begin = revision.id.data() + prefix.size();
    const char* end = revision.id.data() + revision.id.size();
    const auto parsed = std::from_chars(begin, end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end) highest = std::max(highest, number);
  }
  return fmt::format("{}{:0{}}", prefix, highest + 1, width);
}

std::string new_id(const Project& project, const RevisionGraph& graph, Clock::time_point now) {
  switch (project.revision_id.kind) {
    case RevisionIdScheme::Kind::random: return random_hex(6);
    case RevisionIdScheme::Kind::sequence:
      return next_in_sequence(graph, "", project.revision_id.width);
    case RevisionIdScheme::Kind::date_sequence: {
      const std::string day =
          replace_all(created_now(project.timezone, now).substr(0, 10), "-", "");
      return next_in_sequence(graph, day + "_", 4);
    }
  }
  return {};
}

void check_name(const std::string& name, const char* option) {
  const std::string why = why_not_a_name(name);
  if (!why.empty())
    refuse_new_revision(Code::bad_revision_id, std::string(option) + " `" + name + "` " + why, {},
                        "choose another one");
}

/// Alembic's column holds 32 characters; a project may have widened it, which only the database
/// tells.
void check_width(Workspace& workspace, const std::string& id, bool without_database) {
  constexpr std::size_t alembics = 32;
  const std::size_t length = character_count(id);
  if (workspace.database().version_table != "alembic_version" || length <= alembics) return;
  std::optional<int> width = static_cast<int>(alembics);
  try {
    if (!without_database && !workspace.not_there_yet() &&
        workspace.reading().bookkeeping().has_version)
      width = workspace.reading().bookkeeping().version_width;
  } catch (const Error&) {
    // A database that cannot be reached now may still have the usual column.
  }
  if (width && length > static_cast<std::size_t>(*width)) {
    refuse_new_revision(Code::bad_revision_id,
                        "the id `" + id + "` has " + std::to_string(length) +
                            " characters, and alembic_version holds " + std::to_string(*width),
                        {}, "choose a shorter one");
  }
}

/// The folder to write into: asked for, else that of the first parent, else the only one.
fs::path folder_for(const Project& project, const RevisionGraph& graph, const Revision& revision,
                    const Arguments& arguments) {
  const auto locations = revision_locations(project);
  if (const auto asked = arguments.get("version-path")) {
    const fs::path path = fs::weakly_canonical(fs::absolute(*asked));
    std::vector<std::string> names;
    for (const RevisionLocation& location : locations) {
      if (fs::weakly_canonical(location.folder) == path) return path;
      names.push_back(shown_path(location.folder));
    }
    refuse_new_revision(Code::bad_usage,
                        "--version-path " + *asked + " is none of the configured folders",
                        "they are: " + join(names, ", "),
                        "add it to version_locations in " + shown_path(project.config_file));
  }
  if (!revision.down_revision.empty())
    return fs::absolute(graph[graph.find(revision.down_revision.front()).value()].path)
        .parent_path();
  std::vector<fs::path> candidates;
  for (const RevisionLocation& location : locations) {
    if (revision.database.empty() || location.database.empty() ||
        location.database == revision.database)
      candidates.push_back(location.folder);
  }
  if (candidates.size() == 1) return candidates.front();
  std::vector<std::string> names;
  for (const fs::path& each : candidates) names.push_back(shown_path(each));
  refuse_new_revision(Code::bad_usage, "there are several folders for a new base",
                      join(names, ", "), "choose with `--version-path DIR`");
}

/// A message may hold a line that reads like the header's.
void check_readable(const Revision& revision, const std::string& text) {
  std::vector<Diagnostic> problems;
  const Revision read = read_sql_header(SourceText({}, text), problems);
  if (problems.empty() && read.id == revision.id) return;
  refuse_new_revision(Code::bad_usage,
                      "a line of the message reads like a part of the file's header", {},
                      "write the message without lines that begin with `revision:` or `aludel:`");
}

bool writes_cpp(const Arguments& arguments, const Project& project) {
  const auto language = arguments.get("language");
  if (!language) return project.revisions_in_cpp;
  if (*language != "sql" && *language != "cpp")
    refuse_new_revision(Code::bad_usage, "--language takes `sql` or `cpp`, not `" + *language + "`",
                        {}, {});
  if (*language == "cpp" && project.program.empty()) {
    refuse_new_revision(Code::bad_usage,
                        "this project has no program that its C++ revisions could be part of", {},
                        "set `program` in " + shown_path(project.config_file) +
                            "; `aludel init --template cpp` in an empty folder shows how");
  }
  return *language == "cpp";
}

}  // namespace

void refuse_new_revision(Code code, std::string message, std::string hint, std::string next) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.hint = std::move(hint);
  problem.now = "no file was written";
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

void write_new_revision(Invocation& invocation, Workspace& workspace, Revision revision,
                        const SectionsOf& sections) {
  const Arguments& arguments = invocation.arguments;
  const Project& project = workspace.project();
  const RevisionGraph& graph = workspace.graph();
  const auto now = Clock::now();
  revision.message = arguments.get("message").value_or(revision.message);
  revision.branch_labels = arguments.all("branch-label");
  revision.id = arguments.get("rev-id").value_or("");
  if (!revision.id.empty()) check_name(revision.id, "--rev-id");
  if (revision.id.empty()) revision.id = new_id(project, graph, now);
  check_width(workspace, revision.id, arguments.has("sql"));
  if (const auto taken = graph.find(revision.id)) {
    refuse_new_revision(Code::duplicate_revision,
                        "there is a revision " + revision.id + " already: " + graph[*taken].path,
                        {}, "choose another `--rev-id`, or leave it out");
  }
  for (const std::string& label : revision.branch_labels) {
    check_name(label, "--branch-label");
    if (const auto taken = graph.find_label(label)) {
      refuse_new_revision(
          Code::label_conflict,
          "the branch label `" + label + "` is that of " + graph[*taken].id + " already", {},
          "choose another label");
    }
  }
  revision.created = created_now(project.timezone, now);
  const fs::path folder = folder_for(project, graph, revision, arguments);
  const bool in_cpp = writes_cpp(arguments, project);
  const fs::path file =
      folder /
      (file_name_for(revision,
                     {project.file_template, project.timezone, project.truncate_slug_length}, now) +
       (in_cpp ? ".cpp" : ".sql"));
  create_folders(file.parent_path(), Code::revision_file_unreadable);
  const NewSections body = sections ? sections(in_cpp) : NewSections();
  const std::string text =
      in_cpp ? new_code_text(revision, body) : new_revision_text(revision, body);
  if (!in_cpp) check_readable(revision, text);
  write_new_file(file, text);
  invocation.console.print(shown_path(file));
  revision.path = shown_path(file);
  invocation.console.result({{"revision", revision.id},
                             {"path", revision.path},
                             {"down_revision", revision.down_revision}});
}

}  // namespace aludel
