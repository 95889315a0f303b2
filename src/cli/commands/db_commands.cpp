// `db create`, `db drop`, `db reset`, `db init`: databases as a whole.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/databases/databases.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/build_databases.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const BuiltDatabase& database) {
  return {{"database", database.name},   {"dropped", !database.lost.empty()},
          {"created", database.created}, {"revisions", database.applied},
          {"scripts", database.scripts}, {"seeds", database.seeds},
          {"rows", database.rows},       {"duration_ms", database.duration.count()}};
}

/// "created, 3 revisions applied in 12 ms, at 8f3c2a91d0e4"
std::string shown_result(const BuiltDatabase& database) {
  std::string text = database.created ? "created, " : "";
  text += database.applied == 0 ? "nothing to apply"
                                : counted(database.applied, "revision") + " applied in " +
                                      format_duration(database.duration);
  if (database.scripts > 0) text += ", " + counted(database.scripts, "script") + " run";
  if (database.seeds > 0) text += ", " + counted(database.seeds, "seed") + " loaded";
  return text + ", at " + shown_rows(database.rows);
}

BuiltDatabase built(Invocation& invocation, std::optional<std::string> named) {
  BuiltDatabase database;
  if (named && named->empty()) named.reset();  // `[database]`
  database.workspace = std::make_unique<Workspace>(invocation, std::nullopt, std::move(named));
  return database;
}

/// A project with `[database]` has one, which has no name to skip it by.
[[noreturn]] void refuse_to_skip_the_only(const std::string& named) {
  Diagnostic problem = diagnostic(
      Code::unknown_database,
      "--skip names `" + named + "`, and this project has one database, the one of `[database]`");
  problem.now = "nothing was changed";
  problem.next = "leave out `--skip`; several databases are named by tables `[databases.NAME]`";
  throw Error(std::move(problem));
}

/// What leads on from wherever `db reset` or `db init` was stopped: `db init` drops nothing, and
/// does what is not done yet.
std::string go_on_command(const Invocation& invocation, const Workspace& workspace) {
  std::string command = "aludel db init" + workspace.flags();
  for (const std::string option : {"skip", "confirm"}) {
    for (const std::string& name : invocation.arguments.all(option))
      command += " --" + option + " " + shell_quoted(name);
  }
  return command;
}

/// The configured databases without those that `--skip` names.
std::vector<std::string> names_to_build(const Invocation& invocation, const Project& project) {
  std::vector<std::string> names;
  for (const DatabaseSettings& each : project.databases) names.push_back(each.name);
  for (const std::string option : {"skip", "confirm"}) {
    for (const std::string& named : invocation.arguments.all(option)) {
      const bool configured = std::ranges::any_of(
          project.databases, [&](const DatabaseSettings& each) { return each.name == named; });
      if (configured) {
        if (option == "skip") std::erase(names, named);
        continue;
      }
      if (option == "confirm" && project.databases.size() < 2) continue;  // its own name
      if (project.databases.front().name.empty()) refuse_to_skip_the_only(named);
      std::vector<std::string> known;
      for (const DatabaseSettings& each : project.databases) known.push_back(each.name);
      Diagnostic problem = diagnostic(Code::unknown_database, "--" + option + " names `" + named +
                                                                  "`, and there is no such "
                                                                  "database");
      problem.hint = did_you_mean(named, known);
      problem.next = "the databases are " + join(known, ", ");
      throw Error(std::move(problem));
    }
  }
  return names;
}

}  // namespace

namespace {

void refuse_options_of_servers(const Arguments& arguments) {
  for (const std::string option : {"owner", "template", "encoding"}) {
    if (!arguments.has(option)) continue;
    Diagnostic problem = diagnostic(
        Code::bad_usage, "an SQLite file has no `--" + option + "`: that is for PostgreSQL");
    problem.now = "nothing was made";
    problem.next = "leave `--" + option + "` out";
    throw Error(std::move(problem));
  }
}

}  // namespace

int db_create(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const Arguments& arguments = invocation.arguments;
  const SessionOptions options = workspace.session_options(false);
  const DatabaseUrl& url = options.url;
  if (url.kind == DatabaseUrl::Kind::sqlite) refuse_options_of_servers(arguments);
  const bool created = workspace.completing([&] {
    return create_database({.url = url,
                            .owner = arguments.get("owner").value_or(""),
                            .model = arguments.get("template").value_or(""),
                            .encoding = arguments.get("encoding").value_or(""),
                            .access = server_access(options)});
  });
  const std::string name = shown_database(url);
  invocation.console.result({{"database", name}, {"created", created}});
  if (created) {
    invocation.console.note("created " + name + "; next: `aludel upgrade" + workspace.flags() +
                            "`");
    return 0;
  }
  if (arguments.has("if-not-exists")) {
    invocation.console.note("the database " + name + " is there already");
    return 0;
  }
  Diagnostic problem =
      diagnostic(Code::database_unusable, "the database " + name + " is there already");
  problem.now = "nothing was changed";
  problem.next = "`aludel status" + workspace.flags() +
                 "` shows what it holds; `--if-not-exists` takes it as it is, `aludel db reset" +
                 workspace.flags() + "` makes it anew";
  throw Error(std::move(problem));
}

int db_drop(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const SessionOptions options = workspace.session_options(false);
  const DatabaseUrl& url = options.url;
  const std::string name = shown_database(url);
  const auto tell = [&](const std::string& contents) {
    invocation.console.note("dropping " + name + ", which holds " + contents);
  };
  const bool dropped = workspace.completing([&] {
    return drop_database({.url = url,
                          .consent = workspace.consent_to_drop("db drop"),
                          .force = invocation.arguments.has("force"),
                          .tell = tell,
                          .access = server_access(options)});
  });
  invocation.console.result({{"database", name}, {"dropped", dropped}});
  if (dropped) {
    invocation.console.note("dropped " + name);
    return 0;
  }
  if (invocation.arguments.has("if-exists")) {
    invocation.console.note("there is no database " + name);
    return 0;
  }
  Diagnostic problem = diagnostic(Code::database_missing, "there is no database " + name);
  problem.now = "nothing was changed";
  problem.next = "look which one is meant; `--if-exists` takes that as done";
  throw Error(std::move(problem));
}

int db_reset(Invocation& invocation) {
  const SignalWatch signals;
  std::vector<BuiltDatabase> databases;
  databases.push_back(built(invocation, std::nullopt));
  build_databases(databases,
                  {.drop_first = true,
                   .force = invocation.arguments.has("force"),
                   .command = "db reset",
                   .go_on = go_on_command(invocation, *databases.front().workspace)},
                  invocation.console);
  const BuiltDatabase& database = databases.front();
  invocation.console.result(json_of(database));
  invocation.console.note(database.name + ": " + shown_result(database));
  return 0;
}

int db_init(Invocation& invocation) {
  const SignalWatch signals;
  Workspace all(invocation);
  std::vector<BuiltDatabase> databases;
  if (invocation.arguments.has("url") || invocation.arguments.has("database") ||
      all.project().databases.empty()) {
    databases.push_back(built(invocation, std::nullopt));
  } else {
    for (const std::string& name : names_to_build(invocation, all.project()))
      databases.push_back(built(invocation, name));
  }
  build_databases(
      databases,
      {.drop_first = invocation.arguments.has("drop-first"),
       .force = invocation.arguments.has("force"),
       .command = invocation.arguments.has("drop-first") ? "db init --drop-first" : "db init",
       .go_on = go_on_command(invocation, all)},
      invocation.console);
  Json list = Json::array();
  std::size_t width = 0;
  for (const BuiltDatabase& each : databases) width = std::max(width, each.name.size());
  for (const BuiltDatabase& each : databases) {
    invocation.console.print(fmt::format("{:<{}}  {}", each.name, width, shown_result(each)));
    list.push_back(json_of(each));
  }
  invocation.console.result(std::move(list));
  return 0;
}

}  // namespace aludel::commands
