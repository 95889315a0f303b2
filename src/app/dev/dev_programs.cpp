#include "app/dev/dev_programs.hpp"

#include <cstdlib>
#include <vector>

#include "app/databases/postgresql_programs.hpp"
#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// The server of a folder: "postgres (PostgreSQL) 15.18 (Debian …)".
std::optional<DevPrograms> look_into(const fs::path& folder) {
  for (const char* name : {"initdb", "pg_ctl", "postgres"}) {
    if (!is_program(folder / name)) return std::nullopt;
  }
  const ChildResult said = run_child({.words = {(folder / "postgres").string(), "--version"}});
  constexpr std::string_view mark = "(PostgreSQL) ";
  const std::size_t at = said.output.find(mark);
  if (said.exit_status != 0 || at == std::string::npos) return std::nullopt;
  DevPrograms programs{
      .folder = folder, .major = 0, .version = said.output.substr(at + mark.size())};
  programs.version = programs.version.substr(0, programs.version.find_first_of(" \n"));
  programs.major = std::atoi(programs.version.c_str());
  return programs;
}

}  // namespace

DevPrograms dev_programs(const std::string& configured, std::optional<int> major) {
  std::optional<DevPrograms> best;
  std::vector<std::string> looked;
  std::vector<std::string> found;
  for (const fs::path& folder : postgresql_folders(configured)) {
    const std::optional<DevPrograms> programs = look_into(folder);
    looked.push_back(folder.string());
    if (!programs) continue;
    found.push_back(programs->version + " in " + folder.string());
    if (major && programs->major != *major) continue;
    if (!best || programs->major > best->major) best = programs;
  }
  if (best) return *best;
  const std::string wanted = major ? std::to_string(*major) : "";
  Diagnostic problem = diagnostic(
      Code::external_command,
      major ? "the data is of PostgreSQL " + wanted + ", and no server of that version is installed"
            : "no PostgreSQL server is installed (initdb, pg_ctl, postgres)");
  problem.notes.push_back("looked in " + join(looked, ", "));
  if (!found.empty()) problem.notes.push_back("there is " + join(found, ", "));
  problem.now = "nothing was started";
  problem.next = "install the package postgresql" + (major ? "-" + wanted : wanted) +
                 " (Debian, Ubuntu), or set `pg_bin` under [aludel] to the folder that holds them" +
                 (major ? "; or `aludel dev down --delete` to begin anew" : "");
  throw Error(std::move(problem));
}

}  // namespace aludel
