// `revision --fill-downgrade`: the downgrade of a revision that was written by hand.
#include <algorithm>
#include <array>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "app/autogenerate/generated_sections.hpp"
#include "app/autogenerate/way_back.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/compared_state.hpp"
#include "cli/database_url.hpp"
#include "cli/typed_again.hpp"
#include "cli/workspace.hpp"
#include "revision/resolve_shown.hpp"
#include "revision/section.hpp"

namespace aludel::commands {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(Code code, std::string message, std::string next) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.now = "nothing was changed";
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

/// By its file, else as `show` takes it.
RevisionIndex named(Workspace& workspace, const std::string& word) {
  const RevisionGraph& graph = workspace.graph();
  std::error_code none;
  if (fs::exists(word, none)) {
    for (RevisionIndex i = 0; i < graph.size(); ++i) {
      if (fs::equivalent(graph[i].path, word, none)) return i;
    }
  }
  const auto found = resolve_shown(graph, workspace.own(), {}, word, "revision --fill-downgrade");
  if (found.size() == 1) return found.front();
  refuse(Code::bad_target,
         "`" + word + "` names " + counted(static_cast<long long>(found.size()), "revision") +
             ", and one is filled",
         "name its id, or its file");
}

/// The upgrade's statements that write rows: nobody knows which there were before.
std::string rows_not_derived(const RevisionBody& body) {
  constexpr std::array<std::string_view, 6> verbs{"insert", "update",   "delete",
                                                  "merge",  "truncate", "copy"};
  std::string text;
  int number = 0;
  for (const SectionStatement& each : body.upgrade->statements) {
    if (each.verify) continue;
    ++number;
    const std::string verb = lower(body.source.slice(each.statement.tokens.front().span));
    if (std::ranges::find(verbs, verb) == verbs.end()) continue;
    text += "-- not derived: the rows of statement " + std::to_string(number) +
            " of the upgrade (" + verb + ")\n";
  }
  return text;
}

std::vector<std::string> lines_with_ends(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

/// The file with `section` as its downgrade; all else stays as it is, byte by byte.
std::string filled(const std::string& raw, const RevisionBody& body, std::string section,
                   std::string_view dialect) {
  const bool crlf = raw.contains("\r\n");
  if (!body.downgrade) {
    const std::string of = body.upgrade->dialects.empty() ? "" : " " + std::string(dialect);
    section = (raw.ends_with('\n') ? "" : "\n") + std::string("\n-- aludel:downgrade") + of + "\n" +
              section;
    return raw + (crlf ? replace_all(section, "\n", "\r\n") : section);
  }
  if (crlf) section = replace_all(section, "\n", "\r\n");
  const auto& statements = body.downgrade->statements;
  const auto first = static_cast<std::size_t>(body.source.line_of(body.downgrade->header.begin));
  const auto last =
      statements.empty()
          ? first
          : static_cast<std::size_t>(body.source.line_of(statements.back().statement.whole.end));
  std::string text;
  const std::vector<std::string> lines = lines_with_ends(raw);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i < first || i >= last) text += lines[i];
    if (i + 1 == first) text += (lines[i].ends_with('\n') ? "" : "\n") + section;
  }
  return text;
}

void replace(const fs::path& path, const std::string& text) {
  const fs::path file = behind_links(path);
  fs::path fresh = file;
  fresh += ".new";
  std::error_code error;
  fs::remove(fresh, error);
  write_new_file(fresh, text);
  fs::permissions(fresh, fs::status(file).permissions(), error);
  fs::rename(fresh, file, error);
  if (!error) return;
  std::error_code ignored;
  fs::remove(fresh, ignored);
  refuse(Code::revision_file_unreadable,
         "cannot write " + shown_path(file) + ": " + error.message(), {});
}

/// @throws Error where the section is not to be written
void check(const Revision& revision, const RevisionBody& body, bool force) {
  if (!body.upgrade)
    refuse(Code::no_section_for_dialect,
           "revision " + revision.id + " has no upgrade for this database", {});
  if (!body.downgrade) return;
  if (body.downgrade->irreversible)
    refuse(Code::file_exists,
           "revision " + revision.id +
               " says that it is irreversible: " + *body.downgrade->irreversible,
           "take that line out of " + revision.path + ", then this command again");
  if (!body.downgrade->statements.empty() && !force)
    refuse(Code::file_exists, "revision " + revision.id + " has a downgrade already",
           "`--force` writes it anew: what stands there is lost");
}

}  // namespace

int fill_downgrade(Invocation& invocation, Workspace& workspace) {
  const SignalWatch signals;
  Console& console = invocation.console;
  const std::string word = invocation.arguments.get("fill-downgrade").value_or("");
  const RevisionIndex index = named(workspace, word);
  const Revision& revision = workspace.graph()[index];
  if (revision.kind != RevisionKind::sql)
    refuse(Code::bad_target, "revision " + revision.id + " is not in SQL",
           revision.kind == RevisionKind::cpp
               ? "leave its downgrade out: the way back is derived when it runs"
               : "write it as SQL under the same id");
  const SessionOptions options = workspace.session_options(false);
  const Dialect& dialect = dialect_for(options.url);
  const std::string raw = read_file(revision.path, Code::revision_file_unreadable);
  const RevisionBody body =
      read_body(read_text(revision.path, Code::revision_file_unreadable), dialect.sql());
  check(revision, body, invocation.arguments.has("force"));
  std::vector<RenameWord> renames;
  for (const std::string& text : invocation.arguments.all("rename"))
    renames.push_back(parse_rename(text));
  const TestRequest request{.place = scratch_place(workspace, options.url),
                            .options = options,
                            .run = workspace.run_request(Direction::up, revision.id)};
  const ComparedStates found =
      workspace.completing([&] { return way_back(request, index, renames); });
  require_clear(found.unclear, "aludel revision --fill-downgrade " + shell_quoted(word) +
                                   own_options(invocation, "fill-downgrade") + workspace.flags());
  replace(revision.path,
          filled(raw, body, rows_not_derived(body) + generated_statements(found), dialect.name()));
  console.print(revision.path);
  for (const RenderedChange& change : found.changes) {
    for (const std::string& line : change.what) console.note("  " + line);
  }
  if (found.changes.empty())
    console.note("no object is another one behind it: nothing to take back");
  console.result({{"revision", revision.id},
                  {"path", revision.path},
                  {"down_revision", revision.down_revision}});
  for (const Refusal& refusal : found.refusals) {
    Diagnostic problem =
        diagnostic(Code::different, "not derived: " + refusal.object + ": " + refusal.reason);
    problem.severity = Severity::warning;
    problem.next = "write it into the file by hand";
    console.warn(problem);
  }
  return found.refusals.empty() ? 0 : 1;
}

}  // namespace aludel::commands
