// `init` and `list-templates`: the beginning of a project.
#include <array>
#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

#include "app/autogenerate/generated_sections.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/new_revision.hpp"
#include "db/url.hpp"
#include "dialect/dialect.hpp"
#include "migrate/stamp.hpp"

namespace aludel::commands {

namespace {

namespace fs = std::filesystem;

struct Template {
  std::string_view name;
  std::string_view summary;
};
constexpr std::array templates{
    Template{"generic", "SQL revisions for one database"},
    Template{"cpp", "revisions in C++ and SQL, and a CMake project that builds their program"},
};

void check_template(const std::string& name) {
  std::vector<std::string> names;
  for (const Template& each : templates) {
    if (each.name == name) return;
    names.emplace_back(each.name);
  }
  Diagnostic problem = diagnostic(Code::bad_usage, "there is no template `" + name + "`");
  problem.hint = did_you_mean(name, names);
  problem.next = "`aludel list-templates` shows them all";
  throw Error(std::move(problem));
}

/// A string of TOML (v1.0, "Basic Strings").
std::string toml_string(const std::string& text) {
  return "\"" + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
}

[[noreturn]] void refuse(const std::string& message, const std::string& next) {
  Diagnostic problem = diagnostic(Code::file_exists, message);
  problem.now = "nothing was written";
  problem.next = next;
  throw Error(std::move(problem));
}

constexpr std::string_view cmake_project = R"(cmake_minimum_required(VERSION 3.25)
project(migrations LANGUAGES CXX)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_package(aludel 0.1 REQUIRED)

# The library `migrations` for an application that brings its database up to date itself (it includes
# migrations.hpp and calls migrations::migrations()), and the program `migrate`, with aludel's whole command line.
aludel_add_migrations(migrations DIRECTORY {}/versions PROGRAM migrate)
)";

/// What a project with revisions in C++ has beside aludel.toml.
std::string write_cmake_project(const std::string& location) {
  write_new_file("CMakeLists.txt", replace_all(std::string(cmake_project), "{}", location));
  return "program = \"build/migrate\"\n"
         "build = \"cmake -S . -B build && cmake --build build\"\n"
         "revisions = \"cpp\"\n";
}

/// What makes in an empty database what this one holds.
ComparedStates baseline_of(Invocation& invocation, const std::string& url) {
  SessionOptions options;
  options.url = parse_url(url, fs::current_path());
  options.sink = [&console = invocation.console](const Event& event) { console.show(event); };
  options.stop = SignalWatch::token();
  Session session(std::move(options));
  const KnownState found = state_of(session);
  ComparedStates made = compare({.objects = {}, .server_version = found.server_version}, found,
                                session.dialect(), nullptr, {.online = false});
  made.not_compared = found.objects.not_covered;
  std::vector<RenderedChange> first;  // triggers may write to them
  for (const auto& [what, statement] : found.objects.statements) {
    std::erase(made.not_compared, what);
    Rendering rendering;
    rendering.statements = {{.sql = statement}};
    first.push_back({.operation = Execute{.sql = statement},
                     .what = {"create " + what},
                     .rendering = std::move(rendering)});
  }
  made.changes.insert(made.changes.begin(), first.begin(), first.end());
  return made;
}

/// The first revision, of a database that is there already: it stands at it without running it.
int write_baseline(Invocation& invocation, const ComparedStates& baseline) {
  Console& console = invocation.console;
  Workspace before(invocation);
  Revision first;
  first.message = "Baseline";
  write_new_revision(invocation, before, std::move(first), [&](bool in_cpp) {
    return in_cpp
               ? generated_cpp(baseline)
               : generated_baseline(baseline, "the database was there before its revisions were");
  });
  for (const std::string& object : baseline.not_compared)
    console.note("not written, for want of a statement: " + object);
  Workspace workspace(invocation);
  const StampResult stamped =
      stamp(workspace.writing(), workspace.graph(), workspace.own(), {"head"}, false);
  console.note("the database stands at " + shown_rows(stamped.rows_after) +
               "; nothing was run. Next: `aludel status`");
  return 0;
}

}  // namespace

int init(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const std::string chosen = arguments.get("template").value_or("generic");
  check_template(chosen);
  const std::string location =
      arguments.positional.empty() ? "migrations" : arguments.positional.front();
  if (fs::exists("aludel.toml"))
    refuse("there is an aludel.toml already",
           "`aludel status` shows the project; to begin anew remove the file");
  const fs::path versions = fs::path(location) / "versions";
  if (fs::exists(location) && !fs::is_directory(location))
    refuse("`" + location + "` is a file", "name another folder: `aludel init DIR`");
  if (fs::exists("alembic.ini")) {
    Diagnostic note = diagnostic(Code::version_table_choice,
                                 "there is an alembic.ini here: an aludel.toml hides it");
    note.severity = Severity::warning;
    note.code.clear();
    note.next =
        "without aludel.toml `aludel status` reads alembic.ini and goes on where Alembic stands";
    invocation.console.warn(note);
  }
  std::string url = "${DATABASE_URL}";
  if (const auto given = arguments.get("url")) {
    // A URL that cannot be one, or of what there is no dialect for, is not written down.
    (void)dialect_for(parse_url(*given, fs::current_path()));
    url = *given;
  }
  const auto existing = arguments.get("from-database");
  std::optional<ComparedStates> baseline;
  if (existing) {
    url = *existing;
    baseline = baseline_of(invocation, url);
  }
  if (chosen == "cpp" && fs::exists("CMakeLists.txt"))
    refuse("there is a CMakeLists.txt already",
           "add `find_package(aludel)` and `aludel_add_migrations(migrations DIRECTORY " +
               versions.string() + " PROGRAM migrate)` to it, then `aludel init`");
  create_folders(versions, Code::config_unreadable);
  const std::string more = chosen == "cpp" ? write_cmake_project(location) : std::string();
  write_new_file("aludel.toml", "[aludel]\nscript_location = " + toml_string(location) + "\n" +
                                    more + "\n[database]\nurl = " + toml_string(url) + "\n");
  Console& console = invocation.console;
  console.print("aludel.toml");
  if (chosen == "cpp") console.print("CMakeLists.txt");
  console.print(versions.string() + "/");
  if (baseline) return write_baseline(invocation, *baseline);
  console.note(
      "next: " +
      std::string(arguments.has("url")
                      ? ""
                      : "set DATABASE_URL (sqlite:///app.db, postgresql://user@host/name), then ") +
      "`aludel revision -m \"…\"`");
  console.result({{"config", "aludel.toml"}, {"version_location", versions.string()}});
  return 0;
}

int list_templates(Invocation& invocation) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Template& each : templates) {
    invocation.console.print(std::string(each.name) + " - " + std::string(each.summary));
    list.push_back({{"name", each.name}, {"summary", each.summary}});
  }
  invocation.console.result(std::move(list));
  return 0;
}

}  // namespace aludel::commands
