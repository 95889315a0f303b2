// `makefile`: the targets that teams know, each a line that calls the program.
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"

namespace aludel::commands {

namespace {

struct Target {
  std::string_view name;
  std::string_view call;
  std::string_view help;
};

constexpr std::array targets{
    Target{"dev-up", "$(ALUDEL) dev up", "start a private PostgreSQL"},
    Target{"dev-down", "$(ALUDEL) dev down", "end it"},
    Target{"migrate", "$(ALUDEL) upgrade", "phase one: revisions"},
    Target{"migrate-sql", "$(ALUDEL) scripts run", "phase two: scripts"},
    Target{"migrate-all", "$(ALUDEL) deploy", "both, with a look at the end"},
    Target{"migrate-create", "$(ALUDEL) revision -m \"$(m)\"",
           "a new revision: make migrate-create m=\"Add users\""},
    Target{"migrate-down", "$(ALUDEL) downgrade", "undo the newest revision"},
    Target{"migrate-current", "$(ALUDEL) current", "where the database is"},
    Target{"migrate-history", "$(ALUDEL) history -i", "the revisions, newest first"},
    Target{"migrate-plan", "$(ALUDEL) plan", "what `make migrate` would do"},
    Target{"db-shell", "$(ALUDEL) db shell", "psql or sqlite3 on the database"},
    Target{"db-reset", "$(ALUDEL) db reset", "drop, create, migrate-all, db-seed"},
    Target{"db-seed", "$(ALUDEL) db seed", "what the seeds say, where it is not there"},
    Target{"db-backup", "$(ALUDEL) db backup", "a verified backup"},
    Target{"db-restore", "$(ALUDEL) db restore $(from)",
           "the newest backup, or: make db-restore from=NAME"},
};

std::string text() {
  std::string all =
      "# Written by `aludel makefile`. Put `include aludel.mk` into a Makefile of your own, or use "
      "it as it is.\nALUDEL ?= aludel\n\n.PHONY: help";
  for (const Target& target : targets) all += " " + std::string(target.name);
  all += "\n\nhelp:\n";
  for (const Target& target : targets) {
    std::string help(target.help);
    for (std::size_t at = 0; (at = help.find_first_of("\"`", at)) != std::string::npos; at += 2)
      help.insert(at, "\\");
    all += fmt::format("\t@echo \"  {:<16} {}\"\n", target.name, help);
  }
  for (const Target& target : targets)
    all += fmt::format("\n{}:\n\t{}\n", target.name, target.call);
  return all;
}

}  // namespace

int makefile(Invocation& invocation) {
  const std::string all = text();
  invocation.console.print(std::string_view(all).substr(0, all.size() - 1));
  invocation.console.result({{"makefile", all}});
  return 0;
}

}  // namespace aludel::commands
