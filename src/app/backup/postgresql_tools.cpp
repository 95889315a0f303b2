#include "app/backup/postgresql_tools.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "app/databases/postgresql_programs.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "db/redact.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// Debian's pg_dump on the PATH only chooses among those below /usr/lib: the true ones come first.
std::vector<fs::path> places() {
  std::vector<fs::path> found = distribution_folders();
  std::ranges::move(path_folders(), std::back_inserter(found));
  return found;
}

/// The last word of "pg_dump (PostgreSQL) 15.18 (Debian …)" that begins with a digit.
std::optional<PostgresqlTools> look_into(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(folder / "pg_dump", failed) || !fs::exists(folder / "pg_restore", failed))
    return std::nullopt;
  PostgresqlTools tools{.folder = folder};
  const ChildResult said = run_child({.words = {tools.dump(), "--version"}});
  const std::size_t mark = said.output.find(") ");
  if (said.exit_status != 0 || mark == std::string::npos) return std::nullopt;
  tools.version = said.output.substr(mark + 2);
  tools.version = tools.version.substr(0, tools.version.find_first_of(" \n"));
  tools.major = std::atoi(tools.version.c_str());
  return tools;
}

}  // namespace

PostgresqlTools find_postgresql_tools(int at_least, const std::string& why,
                                      const std::string& configured) {
  std::vector<std::string> found;
  std::vector<std::string> without;
  std::optional<PostgresqlTools> best;
  for (const fs::path& folder : configured.empty() ? places() : std::vector<fs::path>{configured}) {
    const std::optional<PostgresqlTools> tools = look_into(folder);
    if (tools)
      found.push_back(folder.string() + " has those of " + tools->version);
    else
      without.push_back(folder);
    if (tools && tools->major >= at_least && (!best || tools->major < best->major)) best = tools;
  }
  if (best) return *best;
  Diagnostic problem =
      diagnostic(Code::external_command, "pg_dump and pg_restore " + std::to_string(at_least) +
                                             " or newer are needed: " + why);
  problem.notes = std::move(found);
  if (!without.empty()) problem.notes.push_back("none in " + join(without, ", "));
  problem.now = "nothing was changed";
  problem.next = "install postgresql-client-" + std::to_string(at_least) +
                 ", or set `pg_bin` in [aludel] to the folder that holds them";
  throw Error(std::move(problem));
}

void run_postgresql_tool(ChildRequest request) {
  const std::string program = fs::path(request.words.front()).filename();
  const ChildResult result = run_child(request);
  if (result.exit_status == 0) return;
  const bool full = result.errors.find("No space left on device") != std::string::npos;
  Diagnostic problem =
      diagnostic(full ? Code::disk_full : Code::external_command,
                 full ? "the disk is full: " + program + " could not go on"
                      : program + " failed with status " + std::to_string(result.exit_status));
  problem.detail = redacted(trim(result.errors));
  throw Error(std::move(problem));
}

}  // namespace aludel
