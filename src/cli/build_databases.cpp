#include "cli/build_databases.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "app/databases/databases.hpp"
#include "base/code.hpp"
#include "dialect/dialect.hpp"
#include "migrate/compile_steps.hpp"
#include "revision/database_legs.hpp"
#include "revision/plan_steps.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

ServerAccess access_of(Workspace& workspace) {
  return server_access(workspace.session_options(false));
}

/// A file that cannot be run is told while the old database is still there.
void check_files(BuiltDatabase& database) {
  Workspace& workspace = *database.workspace;
  const RunRequest request = workspace.run_request(Direction::up, "heads");
  const auto steps = plan_upgrade(request.graph, request.own, {}, "heads").steps;
  Scripts scripts;
  compile_steps(request, steps, dialect_for(workspace.url()), std::numeric_limits<int>::max(),
                scripts);
  (void)workspace.scripts();
  (void)workspace.seeds();
}

enum class Phase { look, drop };

void drop(BuiltDatabase& database, const BuildOptions& options, Phase phase, Console& console) {
  Workspace& workspace = *database.workspace;
  const auto tell = [&](const std::string& contents) {
    database.lost = contents;
    console.note("dropping " + database.name + ", which holds " + contents);
  };
  workspace.close();
  workspace.completing([&] {
    drop_database({.url = workspace.session_options(false).url,
                   .consent = workspace.consent(options.command),
                   .force = options.force,
                   .only_look = phase == Phase::look,
                   .tell = tell,
                   .access = access_of(workspace)});
  });
}

void create(BuiltDatabase& database, const std::optional<KeptDatabase>& kept,
            const BuildOptions& options) {
  Workspace& workspace = *database.workspace;
  try {
    database.created = create_database({.url = workspace.session_options(false).url,
                                        .kept = kept,
                                        .access = access_of(workspace)});
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (!database.lost.empty()) problem.now = "the database " + database.name + " is dropped";
    if (problem.next.empty()) problem.next = "`" + options.go_on + '`';
    throw;
  }
}

/// What comes behind the phase that failed has not been done either, and one command does all of
/// it.
template <typename Work>
auto led_on(const BuildOptions& options, const std::string& left, const Work& work) {
  try {
    return work();
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (!left.empty()) problem.now += (problem.now.empty() ? "" : "; ") + left;
    if (problem.next.empty()) {
      problem.next = "`" + options.go_on + "` again";
    } else if (problem.next.find(options.go_on) == std::string::npos) {
      problem.next += "; then `" + options.go_on + "`";
    }
    throw;
  }
}

std::string left_behind_revisions(const std::vector<BuiltDatabase>& databases) {
  const bool scripts = std::ranges::any_of(
      databases, [](const BuiltDatabase& each) { return !each.workspace->scripts().empty(); });
  const bool seeds = std::ranges::any_of(
      databases, [](const BuiltDatabase& each) { return !each.workspace->seeds().empty(); });
  if (scripts && seeds) return "no script has run and no seed is loaded";
  return scripts ? "no script has run" : seeds ? "no seed is loaded" : "";
}

std::string left_behind_scripts(const std::vector<BuiltDatabase>& databases) {
  const bool seeds = std::ranges::any_of(
      databases, [](const BuiltDatabase& each) { return !each.workspace->seeds().empty(); });
  return seeds ? "no seed is loaded" : "";
}

void upgrade(BuiltDatabase& database, const std::string& target, const BuildOptions& options) {
  Workspace& workspace = *database.workspace;
  RunRequest request = workspace.run_request(Direction::up, target);
  request.command = options.go_on;
  request.consent = workspace.consent("db init");
  const Report report = run(workspace.writing(), request);
  database.applied += static_cast<long long>(report.steps.size());
  database.rows = report.rows_after;
}

void upgrade_all(std::vector<BuiltDatabase>& databases, const BuildOptions& options,
                 Console& console) {
  if (databases.empty()) return;
  std::vector<RevisionSet> own;
  for (BuiltDatabase& each : databases) own.push_back(each.workspace->own());
  for (const DatabaseLeg& leg : database_legs(databases.front().workspace->graph(), own)) {
    BuiltDatabase& database = databases[leg.database];
    if (databases.size() > 1) console.note(database.name);
    const auto begin = Clock::now();
    led_on(options, left_behind_revisions(databases), [&] {
      for (const std::string& target : leg.targets) upgrade(database, target, options);
    });
    database.duration += since(begin);
  }
}

/// A phase that changed nothing comes behind others that did.
template <typename Work>
auto behind_others(const BuiltDatabase& database, const char* done, const Work& work) {
  try {
    return work();
  } catch (Error& error) {
    if (error.diagnostic().now.starts_with("nothing was changed"))
      error.diagnostic().now = "the database " + database.name + " is there, with its " + done;
    throw;
  }
}

/// @param names  where the database is to be named; null: it is the only one
void run_scripts_of(BuiltDatabase& database, const BuildOptions& options, Console* names) {
  Workspace& workspace = *database.workspace;
  if (workspace.scripts().empty()) return;
  if (names != nullptr) names->note(database.name);
  const auto begin = Clock::now();
  const ScriptReport report = behind_others(database, "revisions", [&] {
    ScriptRequest request = workspace.script_request("db init");
    request.command = options.go_on;
    return run_scripts(workspace.writing(), request);
  });
  database.scripts += static_cast<long long>(report.scripts.size());
  database.duration += since(begin);
}

void load_seeds_of(BuiltDatabase& database, const BuildOptions& options, Console* names) {
  Workspace& workspace = *database.workspace;
  if (workspace.seeds().empty()) return;
  if (names != nullptr) names->note(database.name);
  const auto begin = Clock::now();
  const SeedReport report = behind_others(database, "revisions and scripts", [&] {
    SeedRequest request = workspace.seed_request("db init");
    request.command = options.go_on;
    return run_seeds(workspace.writing(), request);
  });
  database.seeds += static_cast<long long>(report.seeds.size());
  database.duration += since(begin);
}

}  // namespace

void build_databases(std::vector<BuiltDatabase>& databases, const BuildOptions& options,
                     Console& console) {
  std::vector<std::optional<KeptDatabase>> kept;
  for (BuiltDatabase& each : databases) {
    check_files(each);
    const DatabaseUrl url = each.workspace->session_options(false).url;
    each.name = each.workspace->database().name.empty() ? shown_database(url)
                                                        : each.workspace->database().name;
    kept.push_back(options.drop_first ? properties_to_keep(url, access_of(*each.workspace))
                                      : std::nullopt);
  }
  if (options.drop_first) {
    for (const Phase phase : {Phase::look, Phase::drop}) {
      for (BuiltDatabase& each : databases) drop(each, options, phase, console);
    }
  }
  for (std::size_t i = 0; i < databases.size(); ++i) create(databases[i], kept[i], options);
  upgrade_all(databases, options, console);
  Console* const names = databases.size() > 1 ? &console : nullptr;
  led_on(options, left_behind_scripts(databases), [&] {
    for (BuiltDatabase& each : databases) run_scripts_of(each, options, names);
  });
  led_on(options, "", [&] {
    for (BuiltDatabase& each : databases) load_seeds_of(each, options, names);
  });
}

}  // namespace aludel
