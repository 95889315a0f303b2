#include "cli/build_databases.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "app/databases/databases.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"
#include "migrate/compile_steps.hpp"
#include "revision/database_legs.hpp"
#include "revision/plan_steps.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view nothing_changed = "nothing was changed";

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
  compile_steps(request, steps, dialect_for(workspace.url()), std::numeric_limits<int>::max(), {},
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
                   .consent = workspace.consent_to_drop(options.command),
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
    if (problem.now.empty()) problem.now = nothing_changed;
    if (problem.next.empty()) problem.next = "`" + options.go_on + '`';
    throw;
  }
}

/// A phase that changed nothing comes behind others that did.
/// @param state  what is true by then; empty: nothing was changed
template <typename State, typename Work>
auto behind_others(const State& state, const Work& work) {
  try {
    return work();
  } catch (const Error& error) {
    const std::string true_now = state();
    if (true_now.empty()) throw;
    std::vector<Diagnostic> report = error.report();
    for (Diagnostic& each : report) {
      if (!each.now.starts_with(nothing_changed)) continue;
      each.now.replace(0, std::min(each.now.size(), each.now.find(';')), true_now);
    }
    throw Error(std::move(report));
  }
}

/// "the database shop was dropped and is there anew"; empty where it is as it was.
std::string state_of(const BuiltDatabase& database) {
  const std::string name = "the database " + database.name;
  if (!database.lost.empty())
    return name + (database.created ? " was dropped and is there anew" : " is dropped");
  return database.created ? name + " was created" : "";
}

/// Before any script was run.
std::string state_of(const std::vector<BuiltDatabase>& databases) {
  std::vector<std::string> states;
  for (const BuiltDatabase& each : databases) {
    std::string state = state_of(each);
    if (state.empty() && each.applied > 0) state = "the database " + each.name + " is there";
    if (each.applied > 0) {
      state += ", with " + counted(each.applied, "more revision");
    } else if (each.created) {
      state += ", empty";
    }
    if (!state.empty()) states.push_back(std::move(state));
  }
  return join(states, "; ");
}

std::string state_with(const BuiltDatabase& database, const char* done) {
  const std::string state = state_of(database);
  return (state.empty() ? "the database " + database.name + " is there" : state) + ", with its " +
         done;
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

/// @param names  where the database is to be named; null: it is the only one
void run_scripts_of(BuiltDatabase& database, const BuildOptions& options, Console* names) {
  Workspace& workspace = *database.workspace;
  if (workspace.scripts().empty()) return;
  if (names != nullptr) names->note(database.name);
  const auto begin = Clock::now();
  const ScriptReport report = behind_others([&] { return state_with(database, "revisions"); },
                                            [&] {
                                              ScriptRequest request =
                                                  workspace.script_request("db init");
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
  const SeedReport report =
      behind_others([&] { return state_with(database, "revisions and scripts"); },
                    [&] {
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
  behind_others([&] { return state_of(databases); },
                [&] {
                  if (options.drop_first) {
                    for (const Phase phase : {Phase::look, Phase::drop}) {
                      for (BuiltDatabase& each : databases) drop(each, options, phase, console);
                    }
                  }
                  for (std::size_t i = 0; i < databases.size(); ++i)
                    create(databases[i], kept[i], options);
                  upgrade_all(databases, options, console);
                });
  Console* const names = databases.size() > 1 ? &console : nullptr;
  led_on(options, left_behind_scripts(databases), [&] {
    for (BuiltDatabase& each : databases) run_scripts_of(each, options, names);
  });
  led_on(options, "", [&] {
    for (BuiltDatabase& each : databases) load_seeds_of(each, options, names);
  });
}

}  // namespace aludel
