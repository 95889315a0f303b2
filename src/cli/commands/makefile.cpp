// `makefile`: the targets that teams know, each a line that calls the program.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"
#include "revision/database_legs.hpp"

namespace aludel::commands {

namespace {

/// Which of several databases a target is for.
enum class Scope {
  none,  ///< it needs no database
  each,  ///< all of them in turn, or $(DATABASE)
  one,   ///< $(DATABASE), which must be said
};

struct Target {
  std::string_view name;
  std::string_view call;
  std::string_view help;
  Scope scope = Scope::each;
  std::string_view before = {};  ///< of the recipe: what make looks at first
};

constexpr std::string_view reset = "db-reset";
constexpr std::string_view needs_message =
    "$(if $(m),,$(error usage: make migrate-create m=\"Add users\"))";

constexpr std::array targets{
    Target{"dev-up", "dev up", "start a private PostgreSQL", Scope::none},
    Target{"dev-down", "dev down", "end it", Scope::none},
    Target{"migrate", "upgrade", "phase one: revisions"},
    Target{"migrate-sql", "scripts run", "phase two: scripts"},
    Target{"migrate-all", "deploy", "both, with a look at the end"},
    Target{"migrate-create", "revision -m \"$$m\"",
           "a new revision: make migrate-create m=\"Add users\"", Scope::one, needs_message},
    Target{"migrate-down", "downgrade", "undo the newest revision", Scope::one},
    Target{"migrate-current", "current", "where the database is"},
    Target{"migrate-history", "history -i", "the revisions, newest first"},
    Target{"migrate-plan", "plan", "what `make migrate` would do"},
    Target{"db-shell", "db shell", "psql or sqlite3 on the database", Scope::one},
    Target{reset, "db reset", "drop, create, migrate-all, db-seed"},
    Target{"db-seed", "db seed", "what the seeds say, where it is not there"},
    Target{"db-backup", "db backup", "a verified backup"},
    Target{"db-restore", "db restore $(from)", "the newest backup, or: make db-restore from=NAME",
           Scope::one},
};

/// The databases of a project that has several, those first that others need.
struct Databases {
  std::vector<std::string> names;
  bool in_turn = true;  ///< each can be brought to its heads before the next
};

void check_name(const std::string& name) {
  const bool plain =
      std::ranges::all_of(name, [](char c) { return is_word(c) || c == '-' || c == '.'; });
  if (plain) return;
  Diagnostic problem =
      diagnostic(Code::bad_value, "a Makefile cannot name the database `" + name + "`");
  problem.hint = "letters, digits, `_`, `-` and `.` can stand in a list of make";
  problem.now = "nothing was written";
  problem.next = "name it otherwise in aludel.toml";
  throw Error(std::move(problem));
}

/// @return no names where the project has one database, or there is no project
Databases databases_of(Workspace& workspace) {
  Databases databases;
  try {
    if (workspace.project().databases.size() < 2) return databases;
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::config_missing).id) throw;
    return databases;
  }
  const std::vector<DatabaseSettings>& all = workspace.project().databases;
  const RevisionGraph& graph = workspace.graph();
  std::vector<RevisionSet> own;
  for (const DatabaseSettings& each : all) own.push_back(graph.of_database(each.name));
  for (const DatabaseLeg& leg : database_legs(graph, own)) {
    const std::string& name = all[leg.database].name;
    check_name(name);
    if (std::ranges::find(databases.names, name) == databases.names.end()) {
      databases.names.push_back(name);
    } else {
      databases.in_turn = false;
    }
  }
  return databases;
}

/// Lines that the recipes for several databases are made of.
std::string variables(const Databases& databases) {
  if (databases.names.empty()) return {};
  std::string text = "\n# All of them in this order, or one of them: make migrate DATABASE=" +
                     databases.names.front() + "\nDATABASES = " + join(databases.names, " ") + '\n';
  if (!databases.in_turn)
    text +=
        "# Their revisions need each other's by turns: `aludel db init` brings all of them up in "
        "the\n"
        "# order that this takes, where `make migrate` would stop.\n";
  return text +
         "each = @set -e; for database in $(or $(DATABASE),$(DATABASES)); do echo \"$$database:\"; "
         "$(ALUDEL) --database $$database $(1); done\n"
         "one = $(ALUDEL) --database $(or $(DATABASE),$(error say which database: make $@ "
         "DATABASE=" +
         databases.names.front() + ")) $(1)\n";
}

std::string recipe(const Target& target, bool several) {
  const std::string before(target.before);
  if (!several || target.scope == Scope::none)
    return before + "$(ALUDEL) " + std::string(target.call);
  if (target.name == reset)
    return before +
           "$(ALUDEL) $(if $(DATABASE),--database $(DATABASE) db reset,db init --drop-first)";
  return before + (target.scope == Scope::one ? "$(call one," : "$(call each,") +
         std::string(target.call) + ")";
}

std::string text(const Databases& databases) {
  std::string all =
      "# Written by `aludel makefile`. Put `include aludel.mk` into a Makefile of your own, or use "
      "it as it is.\nALUDEL ?= aludel\n" +
      variables(databases) + "\n.PHONY: help";
  for (const Target& target : targets) all += " " + std::string(target.name);
  all += "\n\nhelp:\n";
  for (const Target& target : targets) {
    std::string help(target.help);
    for (std::size_t at = 0; (at = help.find_first_of("\"`", at)) != std::string::npos; at += 2)
      help.insert(at, "\\");
    all += fmt::format("\t@echo \"  {:<16} {}\"\n", target.name, help);
  }
  if (!databases.names.empty()) all += "\t@echo \"with DATABASE=NAME for one of: $(DATABASES)\"\n";
  for (const Target& target : targets)
    all += fmt::format("\n{}:\n\t{}\n", target.name, recipe(target, !databases.names.empty()));
  return all;
}

}  // namespace

int makefile(Invocation& invocation) {
  Workspace workspace(invocation);
  const std::string all = text(databases_of(workspace));
  invocation.console.print(std::string_view(all).substr(0, all.size() - 1));
  invocation.console.result({{"makefile", all}});
  return 0;
}

}  // namespace aludel::commands
