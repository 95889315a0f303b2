// `status`: where the database stands.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/backup/restore.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/standing.hpp"
#include "cli/revision_text.hpp"
#include "cli/status_page.hpp"
#include "cli/workspace.hpp"
#include "migrate/changed_files.hpp"
#include "migrate/journal_check.hpp"
#include "revision/applied.hpp"
#include "revision/plan_steps.hpp"
#include "revision/resolve.hpp"
#include "revision/section.hpp"
#include "sql/splitter.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

/// Who runs just now; empty: nobody, or it is not known.
std::string run_at_work(Session& session) {
  if (session.dialect().takes_turns()) return {};
  return session.dialect().lock_holder(session.connection(), session.bookkeeping()).description;
}

void show_in_progress(StatusPage& page, Session& session, const InProgress& progress) {
  page.line("in progress", fmt::format("revision {}, its {}: {}", progress.revision,
                                       name_of(progress.direction), how_far(progress)));
  const std::string runner = run_at_work(session);
  if (!runner.empty()) page.more("a run is at work: " + runner);
  if (!progress.intent) return;
  const OpenIntent& intent = *progress.intent;
  page.more(fmt::format("statement {} was begun {} UTC by {}{}", intent.statement, intent.at_utc,
                        shown_writer(intent.who, intent.host, " on "),
                        !intent.failure.empty() ? ", and failed: " + intent.failure
                        : runner.empty()        ? ", and nobody saw its end"
                                                : ""));
}

/// Scripts that are new, changed or half-way; those that run always are no news.
/// Seeds that were never loaded, or not as they read now.
std::vector<ScriptState> open_seeds(Workspace& workspace) {
  if (workspace.seeds().empty()) return {};
  std::vector<ScriptState> states =
      script_states(workspace.seeds(), workspace.script_records(seed_kind));
  std::erase_if(states, [](const ScriptState& state) { return !state.is_news(); });
  return states;
}

/// A script that cannot be read keeps nothing else from being shown.
std::vector<ScriptState> show_scripts(StatusPage& page, Workspace& workspace) {
  try {
    const ScriptRecords records = workspace.script_records();
    std::vector<ScriptState> scripts = open_scripts(workspace, records);
    if (!scripts.empty())
      page.line("scripts", counted(static_cast<long long>(scripts.size()), "script") + " to run");
    for (const ScriptState& state : scripts) page.more("  " + line_of(state));
    for (const std::string& script : half_way_without_file(workspace, records))
      page.line("script", script +
                              " stopped half-way, and its file is gone: `aludel scripts mark " +
                              shell_quoted(script) + workspace.flags() + "` ends it");
    return scripts;
  } catch (const Error& error) {
    page.line("scripts", "cannot be read: " + error.diagnostic().message);
    return {};
  }
}

/// One line: a database may do without its seeds.
std::vector<ScriptState> show_seeds(StatusPage& page, Workspace& workspace) {
  try {
    std::vector<ScriptState> seeds = open_seeds(workspace);
    constexpr std::size_t shown = 4;
    std::string names;
    for (std::size_t i = 0; i < std::min(shown, seeds.size()); ++i)
      names += (i == 0 ? "" : ", ") + seeds[i].script->name;
    if (seeds.size() > shown) names += ", …";
    if (!seeds.empty())
      page.line(
          "seeds",
          fmt::format("{} not loaded as {} now ({}): `aludel db seed{}`",
                      seeds.size() == 1 ? "1 is" : fmt::format("{} are", seeds.size()),
                      seeds.size() == 1 ? "it reads" : "they read", names, workspace.flags()));
    return seeds;
  } catch (const Error& error) {
    page.line("seeds", "cannot be read: " + error.diagnostic().message);
    return {};
  }
}

/// What takes room on the server or the disk, and nobody would look for.
std::vector<std::string> show_leftovers(StatusPage& page, Workspace& workspace) {
  if (workspace.not_there_yet()) return {};
  const std::vector<std::string> names = restore_leftovers(workspace.reading());
  const DatabaseUrl url = workspace.url();
  const bool is_file = url.kind == DatabaseUrl::Kind::sqlite;
  for (const std::string& name : names) {
    const std::string drop = "DROP DATABASE " + quote_identifier(name, SqlDialect::postgresql);
    const auto path = std::filesystem::path(url.sqlite_path).parent_path() / name;
    page.line("left over", name + ", by a restore that was stopped; the next one removes it, or");
    page.more(is_file
                  ? "`rm " + shell_quoted(shown_path(path)) + "`"
                  : "`aludel db shell" + workspace.flags() + " -- -c " + shell_quoted(drop) + "`");
  }
  return names;
}

void show_changed(StatusPage& page, const RevisionGraph& graph,
                  const std::vector<ChangedFile>& changed) {
  constexpr std::size_t shown = 10;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    if (i == 0) page.line("changed", "files of applied revisions, since they ran");
    if (i < shown) {
      page.more(fmt::format("  {}: {}", line_of(graph, changed[i].revision),
                            description_of(changed[i].what)));
    } else if (i == shown) {
      page.more(fmt::format("  … {} more", changed.size() - shown));
    }
  }
}

Json json_of(const RevisionGraph& graph, const std::vector<ChangedFile>& changed) {
  Json list = Json::array();
  for (const ChangedFile& each : changed) {
    list.push_back({{"revision", graph[each.revision].id},
                    {"what", each.what == ChangedFile::What::upgrade     ? "upgrade"
                             : each.what == ChangedFile::What::downgrade ? "downgrade"
                                                                         : "comment"},
                    {"ran_at_utc", each.at_utc}});
  }
  return list;
}

/// Without the file of a row nobody can tell what is applied: that much is said, and no more.
Json show_rows_without_file(StatusPage& page, const RevisionGraph& graph,
                            const DatabaseState& state, const std::vector<std::string>& unknown,
                            Json result) {
  for (std::size_t i = 0; i < state.rows.size(); ++i) {
    const auto revision = graph.find(state.rows[i]);
    page.line(i == 0 ? "at" : "",
              revision ? line_of(graph, *revision) : state.rows[i] + "  (no file)");
  }
  page.line("pending", "cannot be told without the file of " + join(unknown, ", "));
  page.line("next",
            "fetch the file (is it on another branch of the code?); where it is gone for good,");
  page.more("`aludel stamp --purge REVISION` says where the database stands");
  result.update({{"rows", state.rows}, {"rows_without_file", unknown}});
  return result;
}

/// Where several are shown, each has its name before its URL.
std::string shown_name(const std::string& name, const std::string& rest) {
  return name.empty() ? rest : name + ": " + rest;
}

Json show_status(Workspace& workspace, Console& console, const std::string& name = {}) {
  const RevisionGraph& graph = workspace.graph();
  const RevisionSet& own = workspace.own();
  const DatabaseUrl url = workspace.url();
  const bool missing = workspace.not_there_yet();
  const DatabaseState state = workspace.state();
  const auto heads = heads_of(graph, own);
  const std::string server =
      missing ? "not there yet" : workspace.reading().connection().server_name();
  const std::string config = shown_path(workspace.project().config_file);

  StatusPage page(console);
  const std::string& environment = workspace.project().environment;
  if (!environment.empty()) page.line("environment", environment);
  page.line("database", shown_name(name, url.text_without_password + " (" + server + ")"));
  page.line("project", fmt::format("{}, {} with {}", config,
                                   counted(static_cast<long long>(own.size()), "revision"),
                                   counted(static_cast<long long>(heads.size()), "head")));
  Json result{
      {"environment", environment.empty() ? Json() : Json(environment)},
      {"name", workspace.database().name.empty() ? Json() : Json(workspace.database().name)},
      {"database", url.text_without_password},
      {"server", missing ? Json() : Json(server)},
      {"config", config},
      {"heads", ids(graph, heads)}};
  if (const auto unknown = rows_without_file(graph, state.rows); !unknown.empty()) {
    return show_rows_without_file(page, graph, state, unknown, std::move(result));
  }
  const AppliedState applied = applied_state(graph, own, state.rows);
  const auto pending = pending_revisions(graph, own, state);
  if (state.rows.empty()) {
    page.line("at", "base: nothing is applied");
  } else {
    for (std::size_t i = 0; i < applied.rows.size(); ++i)
      page.line(i == 0 ? "at" : "", line_of(graph, applied.rows[i]));
  }
  if (state.in_progress) show_in_progress(page, workspace.reading(), *state.in_progress);
  if (pending.empty()) {
    page.line("pending", graph.size() == 0 ? "nothing: there are no revisions yet"
                                           : console.green("nothing, all revisions are applied"));
  } else {
    page.list("pending", counted(static_cast<long long>(pending.size()), "revision"), graph,
              pending);
  }
  Disagreement disagreement;
  if (!missing) disagreement = compare_with_journal(workspace.reading(), graph, own, state);
  if (!disagreement.other_tool.empty())
    page.list("note", "applied by another tool, or written by hand; the journal does not know",
              graph, disagreement.other_tool);
  if (!disagreement.never_run.empty())
    page.list("note", "count as applied because of what comes after them, but have never run here",
              graph, disagreement.never_run);
  if (url.kind == DatabaseUrl::Kind::sqlite &&
      workspace.database().version_table == "alembic_version") {
    page.line("note",
              "Alembic's autogenerate does not know aludel_journal and aludel_text: in env.py give "
              "context.configure");
    page.more(
        "include_name=lambda name, type_, _: not (type_ == \"table\" and "
        "name.startswith(\"aludel_\"))");
  }
  const auto changed = changed_since(workspace, applied.applied);
  show_changed(page, graph, changed);
  const std::vector<ScriptState> scripts = show_scripts(page, workspace);
  const std::vector<ScriptState> seeds = show_seeds(page, workspace);
  const std::vector<std::string> leftovers = show_leftovers(page, workspace);
  const bool mismatch = std::ranges::any_of(
      changed, [](const ChangedFile& each) { return each.what == ChangedFile::What::upgrade; });
  std::string next = mismatch ? "aludel check --pending" + workspace.flags()
                              : next_command(workspace, state, pending, heads.size());
  if (next.empty() && !scripts.empty()) next = "aludel scripts run" + workspace.flags();
  if (!next.empty()) page.line("next", "`" + next + "`");
  if (graph.size() == 0) page.line("next", "`aludel revision -m \"…\"`");

  Json progress;
  if (state.in_progress) {
    progress = {{"revision", state.in_progress->revision},
                {"direction", name_of(state.in_progress->direction)},
                {"segments_done", state.in_progress->done()},
                {"segments", state.in_progress->segments}};
    if (const auto& batch = state.in_progress->batch) {
      progress["rows_done"] = batch->rows;
      progress["rows_total"] = batch->detail.total > 0 ? Json(batch->detail.total) : Json();
    }
  }
  result.update({{"rows", state.rows},
                 {"rows_without_file", Json::array()},
                 {"pending", ids(graph, pending)},
                 {"in_progress", progress},
                 {"applied_by_other_tool", ids(graph, disagreement.other_tool)},
                 {"never_run", ids(graph, disagreement.never_run)},
                 {"changed", json_of(graph, changed)},
                 {"scripts", names_of(scripts)},
                 {"seeds", names_of(seeds)},
                 {"restore_leftovers", leftovers},
                 {"next", next.empty() ? Json() : Json(next)}});
  return result;
}

struct Shown {
  std::string environment;
  std::string database;  ///< empty: there is one, or the configuration cannot be read
};

/// Every database of every environment, or the one that was asked for of each.
std::vector<Shown> all_databases(Invocation& invocation) {
  const std::vector<std::string> environments = Workspace(invocation, "").project().environments;
  const bool one = invocation.arguments.has("database") || invocation.arguments.has("url");
  std::vector<Shown> all;
  for (const std::string& environment : environments) {
    std::vector<std::string> names;
    try {
      Workspace workspace(invocation, environment);
      for (const DatabaseSettings& each : workspace.project().databases) names.push_back(each.name);
    } catch (const Error&) {  // told where its page would be
    }
    if (one || names.size() < 2) names = {""};
    for (const std::string& name : names) all.push_back({environment, name});
  }
  return all;
}

/// One page for each; one that cannot be reached is told and keeps the others from nothing.
int show_all_environments(Invocation& invocation) {
  Console& console = invocation.console;
  Json all = Json::array();
  int exit_code = 0;
  for (const Shown& shown : all_databases(invocation)) {
    if (!all.empty()) console.print("");
    const bool named = !shown.database.empty();
    Workspace workspace(invocation, shown.environment,
                        named ? std::optional(shown.database) : std::nullopt);
    try {
      all.push_back(show_status(workspace, console, shown.database));
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      exit_code = std::max(exit_code, error.exit_code());
      StatusPage page(console);
      page.line("environment", shown.environment);
      if (named) page.line("database", shown.database);
      page.line("error", problem.code + ": " + problem.message);
      for (const std::string& line : split(problem.detail, '\n')) {
        if (!trim(line).empty()) page.more(trim(line));
      }
      all.push_back({{"environment", shown.environment},
                     {"name", named ? Json(shown.database) : Json()},
                     {"error", {{"code", problem.code}, {"message", problem.message}}}});
    }
  }
  if (all.empty())
    console.note("there is no environment: aludel.toml has no table `[environments.NAME]`");
  console.result({{"environments", std::move(all)}});
  return exit_code;
}

}  // namespace

int status(Invocation& invocation) {
  if (invocation.arguments.get("env") == "all") return show_all_environments(invocation);
  Workspace workspace(invocation);
  invocation.console.result(show_status(workspace, invocation.console));
  return 0;
}

}  // namespace aludel::commands
