#include "cli/workspace.hpp"

#include <algorithm>
#include <filesystem>

#include "app/missing_file.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/database_url.hpp"
#include "cli/kill_blockers_option.hpp"
#include "cli/script_words.hpp"
#include "cli/typed_again.hpp"
#include "db/url_database.hpp"
#include "migrate/failure.hpp"
#include "revision/applied.hpp"
#include "revision/compiled.hpp"
#include "revision/load.hpp"
#include "revision/problem_place.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;

/// A variable that a pipeline does not set, most likely: the database of no environment is another
/// one than was meant.
[[noreturn]] void refuse_empty_environment() {
  Diagnostic problem = diagnostic(Code::unknown_environment,
                                  "`--env` is empty: it takes the name of an environment");
  problem.now = "nothing was changed";
  problem.next =
      "name one (`aludel status --env all` shows them), or leave `--env` out for the settings "
      "without an environment";
  throw Error(std::move(problem));
}

ProjectRequest project_request(const Arguments& arguments) {
  ProjectRequest request;
  if (const auto config = arguments.get("config")) request.config = *config;
  request.section = arguments.get("name").value_or("alembic");
  request.named_environment = arguments.get("env");
  if (request.named_environment == "") refuse_empty_environment();
  request.environment = process_environment();
  return request;
}

/// With several databases every revision says whose it is.
void check_databases(const Project& project, const RevisionGraph& graph,
                     std::vector<Diagnostic>& problems) {
  std::vector<std::string> names;
  for (const DatabaseSettings& database : project.databases) names.push_back(database.name);
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    const Revision& revision = graph[i];
    const bool may_be_silent = names.size() < 2;
    if (revision.database.empty() ? may_be_silent
                                  : std::ranges::find(names, revision.database) != names.end())
      continue;
    problems.push_back(in_its_file(
        graph, revision.database.empty()
                   ? GraphProblem{Code::unknown_database,
                                  "the revision does not say which database it is for",
                                  "add a header line `-- database: NAME`: " + join(names, ", "), i,
                                  revision.lines.revision}
                   : GraphProblem{
                         Code::unknown_database, "there is no database `" + revision.database + "`",
                         did_you_mean(revision.database, names), i, revision.lines.revision}));
  }
}

[[noreturn]] void refuse_kill_blockers() {
  Diagnostic problem = diagnostic(Code::bad_usage,
                                  "--kill-blockers is for PostgreSQL: nothing but this machine's "
                                  "operator can end a process that uses the database file");
  problem.now = "nothing was changed";
  problem.next = "leave it out: who holds the file's lock is told while it is waited for";
  throw Error(std::move(problem));
}

VariableValues variable_values(const Arguments& arguments) {
  VariableValues values;
  for (const std::string& word : arguments.all("x")) {
    const std::size_t equals = word.find('=');
    values[word.substr(0, equals)] = equals == std::string::npos ? "" : word.substr(equals + 1);
  }
  return values;
}

/// As web frameworks read it.
bool wants_query_log(const Project& project) {
  const std::string value = project.variables.find("ENABLE_QUERY_LOGGING").value_or("");
  const auto is_one_of = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return equal_ignoring_case(word, value); });
  };
  if (is_one_of({"true", "1", "yes", "on"})) return true;
  if (is_one_of({"", "false", "0", "no", "off"})) return false;
  const std::vector<std::string> known{"true", "false"};
  Diagnostic problem = diagnostic(
      Code::bad_value, "ENABLE_QUERY_LOGGING is `" + value + "`: it takes " + join(known, ", "));
  problem.hint = did_you_mean(value, known);
  problem.now = "nothing was changed";
  throw Error(std::move(problem));
}

}  // namespace

const Project& Workspace::project() {
  if (!project_) {
    ProjectRequest request = project_request(invocation_.arguments);
    if (environment_) request.named_environment = environment_;
    try {
      project_ = load_project(request);
    } catch (const Error& error) {
      const bool is_named = request.config || request.named_environment;
      if (!alone_ || is_named || error.diagnostic().code != info(Code::config_missing).id) throw;
      project_.emplace().root = std::filesystem::current_path();
      project_->databases.emplace_back().url = {.key = "url", .text = *alone_, .place = {}};
    }
    // libpq reads its PG* variables from the process: those of .env are to count as well.
    for (const auto& [name, value] : project_->variables.all())
      setenv(name.c_str(), value.c_str(), 0);
  }
  return *project_;
}

const DatabaseSettings& Workspace::database() {
  if (!database_) {
    const auto name = named_ ? named_ : invocation_.arguments.get("database");
    database_ =
        pick_database(project(), name ? std::optional<std::string_view>(*name) : std::nullopt);
  }
  return *database_;
}

DatabaseUrl Workspace::url() {
  if (const auto given = invocation_.arguments.get("url"))
    return parse_url(*given, std::filesystem::current_path());
  return database_url(project(), database());
}

std::optional<DatabaseUrl> Workspace::scratch_url() {
  if (const auto given = invocation_.arguments.get("scratch-url"))
    return parse_url(*given, std::filesystem::current_path());
  return aludel::scratch_url(project(), database());
}

const RevisionGraph& Workspace::graph() {
  if (graph_) return *graph_;
  std::vector<std::filesystem::path> beside;
  for (const DatabaseSettings& each : project().databases) {
    if (each.scripts.empty()) continue;
    const auto files = script_files(project(), each);
    beside.insert(beside.end(), files.begin(), files.end());
  }
  LoadedRevisions came_with = compiled_revisions(invocation_.compiled);
  LoadedRevisions loaded =
      load_revisions(revision_locations(project()), beside, came_with.revisions);
  std::ranges::move(came_with.problems, std::back_inserter(loaded.problems));
  graph_ = std::make_unique<RevisionGraph>(std::move(loaded.revisions));
  for (const GraphProblem& problem : graph_->problems())
    loaded.problems.push_back(in_its_file(*graph_, problem));
  check_databases(project(), *graph_, loaded.problems);
  if (!loaded.problems.empty()) throw Error(std::move(loaded.problems));
  return *graph_;
}

const RevisionSet& Workspace::own() {
  if (own_) return *own_;
  const bool several = project().databases.size() > 1;
  own_ = several ? graph().of_database(database().name) : graph().all();
  return *own_;
}

SessionOptions Workspace::session_options(bool read_only) {
  SessionOptions options;
  const DatabaseSettings& settings = database();
  options.url =
      read_only || invocation_.arguments.has("url") ? url() : migration_url(project(), database());
  options.version_table = {settings.version_table, settings.version_table_schema,
                           settings.version_table_was_set};
  options.foreign_keys = settings.foreign_keys;
  options.read_only = read_only;
  options.lock_wait = settings.lock_wait;
  options.lock_retry = settings.lock_retry;
  options.lock_timeout = settings.lock_timeout;
  options.lease_time = settings.lease_time;
  if (settings.statement_timeout.count() > 0)
    options.statement_timeout = settings.statement_timeout;
  const Arguments& arguments = invocation_.arguments;
  if (const auto wait = arguments.get("wait")) options.connect_wait = parse_duration(*wait);
  if (const auto wait = arguments.get("lock-wait")) options.lock_wait = parse_duration(*wait);
  if (const auto timeout = arguments.get("lock-timeout"))
    options.lock_timeout = parse_duration(*timeout);
  if (const auto how = arguments.get("kill-blockers")) {
    if (options.url.kind != DatabaseUrl::Kind::postgresql) refuse_kill_blockers();
    options.kill_blockers = parse_kill_blockers(*how);
    // Attempts go on until those in the way had their time and some to roll back.
    options.lock_retry = std::max(
        options.lock_retry, options.kill_blockers->after + milliseconds(std::chrono::seconds(30)));
  }
  options.sink = [&console = invocation_.console](const Event& event) { console.show(event); };
  options.echo = arguments.has("echo") || wants_query_log(project());
  options.hidden_values = variable_values(arguments);
  options.stop = stop_;
  return options;
}

SessionOptions Workspace::offline_options() {
  try {
    return session_options(true);
  } catch (Error& error) {
    const std::string& code = error.diagnostic().code;
    if (code == info(Code::bad_url).id || code == info(Code::undefined_variable).id) {
      error.diagnostic().hint =
          "`--sql` opens no database and needs to know its kind alone: `--url postgresql://` or "
          "`--url sqlite://`";
    }
    throw;
  }
}

void Workspace::complete(Error& error) const {
  if (error.diagnostic().code == info(Code::database_missing).id && !flags().empty()) {
    std::string& next = error.diagnostic().next;
    next = replace_all(std::move(next), "`aludel db create`", "`aludel db create" + flags() + "`");
  }
  aludel::complete(error.diagnostic(), "nothing was changed", command_again(""));
}

void Workspace::complete_of_files(Error& error) const {
  aludel::complete_of_files(error, "nothing was changed",
                            command_again(own_options(invocation_, "")));
}

std::string Workspace::command_again(const std::string& options) const {
  std::string words;
  for (const std::string& word : invocation_.arguments.positional)
    words += " " + shell_quoted(word);
  const std::string command = "aludel " + std::string(invocation_.command.name);
  return invocation_.command.argument.for_another_program
             ? command + options + flags() + " --" + words
             : command + words + options + flags();
}

Session& Workspace::open(bool read_only) {
  completing([&] { session_ = std::make_unique<Session>(session_options(read_only)); });
  return *session_;
}

Session& Workspace::reading() {
  return session_ ? *session_ : open(true);
}

Session& Workspace::writing() {
  return session_ && !session_->options().read_only ? *session_ : open(false);
}

Session& Workspace::writing_to_existing() {
  if (not_there_yet()) {
    Diagnostic problem = diagnostic(Code::database_missing,
                                    "there is no database file " + shown_path(url().sqlite_path));
    problem.now = "nothing was changed";
    problem.next = "`aludel db init" + flags() +
                   "` makes it, with its revisions, scripts and seeds; or correct the URL";
    throw Error(std::move(problem));
  }
  return writing();
}

bool Workspace::not_there_yet() {
  return is_missing_file(url());
}

DatabaseState Workspace::state() {
  if (not_there_yet()) return {};
  Session& session = reading();
  return completing([&] {
    DatabaseState state = read_state(session);
    forget_stale_progress(state, graph(), own());
    return state;
  });
}

std::map<std::string, ScriptRecord> Workspace::script_records(std::string_view kind) {
  if (not_there_yet()) return {};
  Session& session = reading();
  return completing([&] { return read_script_records(session, kind); });
}

std::string Workspace::flags() const {
  const std::optional<std::string> unchanged;
  std::string text;
  for (const char* option : {"config", "name", "env", "database", "url", "scratch-url", "x"}) {
    const auto& other = std::string_view(option) == "env"        ? environment_
                        : std::string_view(option) == "database" ? named_
                                                                 : unchanged;
    for (const std::string& value :
         other ? std::vector<std::string>{*other} : invocation_.arguments.all(option)) {
      text += typed_option(option, value).words;
    }
  }
  return text;
}

std::string Workspace::confirmed_name() {
  if (!database().name.empty()) return database().name;
  const DatabaseUrl where = url();
  if (where.kind != DatabaseUrl::Kind::sqlite) {
    if (!where.database.empty()) return where.database;
    try {
      return database_name(where);
    } catch (const Error&) {
      // Only the server knows what a service file says.
    }
    return reading().connection().query("SELECT current_database()").rows.at(0).at(0).value_or("");
  }
  return where.sqlite_path.empty() ? ":memory:"
                                   : std::filesystem::path(where.sqlite_path).filename().string();
}

Consent Workspace::consent(const std::string& command) {
  if (!database().protected_ && invocation_.arguments.all("confirm").empty()) return {};
  return consent_to_drop(command);
}

Consent Workspace::consent_to_drop(const std::string& command) {
  const auto confirmed = invocation_.arguments.all("confirm");
  Consent consent{
      .needed = database().protected_, .database = confirmed_name(), .reason = {}, .how = {}};
  const bool is_this_call = command.starts_with(invocation_.command.name);
  const std::string words =
      is_this_call ? command.substr(0, command.find(" --")) + own_options(invocation_, "confirm")
                   : command;
  consent.how = "`aludel " + words + flags() + " --confirm " + shell_quoted(consent.database) +
                "` if it may be lost";
  if (named_)
    consent.how = "add `--confirm " + shell_quoted(consent.database) +
                  "` if it may be lost, or `--skip " + shell_quoted(consent.database) + "`";
  if (confirmed.empty()) return consent;
  if (std::ranges::find(confirmed, consent.database) != confirmed.end()) {
    consent.reason = "confirmed: " + consent.database;
    return consent;
  }
  if (named_) return consent;  // of several databases at once another one was meant
  std::vector<std::string> names{consent.database};
  Diagnostic problem =
      diagnostic(Code::wrong_confirmation, "--confirm names `" + confirmed.back() +
                                               "`, and this run is on `" + consent.database + "`");
  for (const DatabaseSettings& each : project().databases) {
    if (each.name == confirmed.back())
      problem.hint = "`--database " + confirmed.back() + "` runs on that one";
  }
  if (problem.hint.empty()) problem.hint = did_you_mean(confirmed.back(), names);
  problem.now = "nothing was changed";
  problem.next = "look which database is meant (`aludel status" + flags() + "`), then confirm it";
  throw Error(std::move(problem));
}

const std::vector<RepeatableScript>& Workspace::scripts() {
  if (scripts_) return *scripts_;
  scripts_ = read_scripts(script_files(project(), database()), dialect_for(url()).sql());
  for (const Diagnostic& warning : patterns_without_scripts(project(), database()))
    invocation_.console.warn(warning);
  return *scripts_;
}

ScriptRequest Workspace::script_request(const std::string& command) {
  Consent agreed = consent(command);
  return {.scripts = scripts(),
          .graph = graph(),
          .own = own(),
          .variables = variable_values(invocation_.arguments),
          .consent = std::move(agreed),
          .command = "aludel " + command + flags(),
          .flags = flags()};
}

const std::vector<RepeatableScript>& Workspace::seeds() {
  if (!seeds_) seeds_ = read_seeds(seed_files(project(), database()), dialect_for(url()).sql());
  return *seeds_;
}

SeedRequest Workspace::seed_request(const std::string& command) {
  Consent agreed = consent(command);
  return {.seeds = seeds(),
          .graph = graph(),
          .own = own(),
          .variables = variable_values(invocation_.arguments),
          .consent = std::move(agreed),
          .command = "aludel " + command + flags(),
          .flags = flags()};
}

RunRequest Workspace::run_request(Direction direction, std::string target) {
  const std::string_view usual = direction == Direction::up ? "head" : "-1";
  Consent agreed = consent((direction == Direction::up ? "upgrade" : "downgrade") +
                           (target == usual ? "" : " " + target));
  return {.graph = graph(),
          .own = own(),
          .direction = direction,
          .target = std::move(target),
          .variables = variable_values(invocation_.arguments),
          .one_transaction = false,
          .consent = std::move(agreed),
          .flags = flags(),
          .read =
              [](const Revision& revision) {
                return read_text(revision.path, Code::revision_file_unreadable);
              },
          .applied_elsewhere =
              [this](const Revision& revision) { return applied_elsewhere(revision); }};
}

bool Workspace::applied_elsewhere(const Revision& revision) {
  const DatabaseSettings settings = pick_database(project(), revision.database);
  SessionOptions options = session_options(true);
  options.url = database_url(project(), settings);
  options.version_table = {settings.version_table, settings.version_table_schema,
                           settings.version_table_was_set};
  if (is_missing_file(options.url)) return false;
  Session session(std::move(options));
  const AppliedState state =
      applied_state(graph(), graph().of_database(settings.name), read_state(session).rows);
  return state.applied.contains(graph().find(revision.id).value());
}

}  // namespace aludel
