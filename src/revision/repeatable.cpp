#include "revision/repeatable.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <map>
#include <system_error>
#include <utility>

#include <glob.h>

#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "revision/csv_comments.hpp"
#include "revision/cycles.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, RunWhen>, 3> run_words{
    {{"on-change", RunWhen::on_change}, {"once", RunWhen::once}, {"always", RunWhen::always}}};

[[noreturn]] void fail(const SourceText& source, Span span, Code code, std::string message,
                       std::string hint) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

RunWhen read_run(const SourceText& source, const Directive& directive) {
  const std::string word = directive.words.size() == 1 ? directive.words.front() : "";
  const auto found =
      std::ranges::find(run_words, word, &std::pair<std::string_view, RunWhen>::first);
  if (found != run_words.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& known : run_words) names.emplace_back(known.first);
  const std::string meant = did_you_mean(word, names);
  fail(source, directive.span, Code::bad_directive, "`run` takes one of " + join(names, ", "),
       meant);
}

std::string first_comment_line(const SourceText& source) {
  const std::string_view line = std::string_view(source.text()).substr(0, source.text().find('\n'));
  if (!line.starts_with("--") || directive_text(line)) return {};
  return std::string(trim(line.substr(2)));
}

void obey_directives(RepeatableScript& script) {
  for (const Directive& directive : script.body.of_script) {
    switch (directive.info->kind) {
      case DirectiveKind::run: script.run = read_run(script.body.source, directive); break;
      case DirectiveKind::after: script.after.push_back(directive); break;
      default:
        script.required.insert(script.required.end(), directive.words.begin(),
                               directive.words.end());
    }
  }
}

/// As people name it: without `.sql` or `.csv`.
std::string bare_name(const std::string& name) {
  const bool has_ending = name.ends_with(".sql") || name.ends_with(".csv");
  return has_ending ? name.substr(0, name.size() - 4) : name;
}

RepeatableScript read_script(const fs::path& path, std::string name, SqlDialect dialect) {
  RepeatableScript script;
  script.name = std::move(name);
  script.path = path;
  SourceText source = read_text(path, Code::revision_file_unreadable);
  script.message = first_comment_line(source);
  script.body = read_script_body(std::move(source), dialect);
  obey_directives(script);
  if (script.body.upgrade) script.digest = digest_of(script.body.source, *script.body.upgrade);
  return script;
}

/// The line that requires `name`; of a script that requires something.
Span place_of_requirement(const RepeatableScript& script, const std::string& name) {
  const auto& directives = script.body.of_script;
  return std::ranges::find_if(directives,
                              [&](const Directive& directive) {
                                return directive.info->kind == DirectiveKind::requires_script &&
                                       std::ranges::find(directive.words, name) !=
                                           directive.words.end();
                              })
      ->span;
}

Diagnostic missing_requirement(const std::vector<RepeatableScript>& scripts,
                               const RepeatableScript& script, const std::string& name,
                               std::string_view kind) {
  std::vector<std::string> others;
  for (const RepeatableScript& other : scripts) {
    if (&other != &script) others.push_back(bare_name(other.name));
  }
  Diagnostic problem =
      diagnostic(Code::unknown_script, std::string(kind) + " " + script.name + " requires `" +
                                           name + "`, and there is no such " + std::string(kind));
  problem.hint = did_you_mean(bare_name(name), others);
  if (problem.hint.empty() && !others.empty())
    problem.hint = "the others are " + join(others, ", ");
  problem.place = script.body.source.place(place_of_requirement(script, name));
  problem.next =
      "correct this line, or add the missing file to " + shown_path(script.path.parent_path());
  return problem;
}

/// What each script requires, as indexes.
std::vector<std::vector<RevisionIndex>> requirements(const std::vector<RepeatableScript>& scripts,
                                                     std::string_view kind,
                                                     std::vector<Diagnostic>& problems) {
  std::vector<std::vector<RevisionIndex>> needs(scripts.size());
  for (std::size_t i = 0; i < scripts.size(); ++i) {
    for (const std::string& name : scripts[i].required) {
      if (const RepeatableScript* needed = find_script(scripts, name)) {
        needs[i].push_back(static_cast<RevisionIndex>(needed - scripts.data()));
      } else {
        problems.push_back(missing_requirement(scripts, scripts[i], name, kind));
      }
    }
  }
  return needs;
}

void refuse_cycles(const std::vector<RepeatableScript>& scripts,
                   const std::vector<std::vector<RevisionIndex>>& needs, std::string_view kind,
                   std::vector<Diagnostic>& problems) {
  for (const Knot& knot : find_knots(needs)) {
    std::string circle;
    for (const RevisionIndex each : knot.cycle) circle += scripts[each].name + " → ";
    const RepeatableScript& first = scripts[knot.cycle.front()];
    Diagnostic problem =
        diagnostic(Code::cycle,
                   std::string(kind) + "s require each other in a circle: " + circle + first.name);
    problem.place = first.body.source.place(place_of_requirement(first, first.required.front()));
    problem.next = "take one of the `-- aludel:requires` lines away";
    problems.push_back(std::move(problem));
  }
}

/// Depth first in order of name: each behind what it requires. The graph has no cycle.
void place_after_required(std::size_t script, const std::vector<std::vector<RevisionIndex>>& needs,
                          std::vector<bool>& placed, std::vector<std::size_t>& order) {
  if (placed[script]) return;
  placed[script] = true;
  for (const RevisionIndex needed : needs[script])
    place_after_required(needed, needs, placed, order);
  order.push_back(script);
}

void refuse_same_names(const std::vector<RepeatableScript>& scripts, std::string_view kind,
                       std::vector<Diagnostic>& problems) {
  std::map<std::string, const RepeatableScript*> seen;
  for (const RepeatableScript& script : scripts) {
    const auto [other, is_new] = seen.emplace(script.name, &script);
    if (is_new) continue;
    Diagnostic problem =
        diagnostic(Code::duplicate_revision,
                   "two " + std::string(kind) + "s are called " + script.name + ": " +
                       shown_path(other->second->path) + " and " + shown_path(script.path));
    problem.next =
        "rename one of them: the journal knows " + std::string(kind) + "s by their file names";
    problems.push_back(std::move(problem));
  }
}

/// Each of them, put behind what it requires.
std::vector<RepeatableScript> checked(std::vector<RepeatableScript> scripts, std::string_view kind,
                                      std::vector<Diagnostic> problems) {
  refuse_same_names(scripts, kind, problems);
  if (!problems.empty()) throw Error(std::move(problems));
  const auto needs = requirements(scripts, kind, problems);
  refuse_cycles(scripts, needs, kind, problems);
  if (!problems.empty()) throw Error(std::move(problems));
  std::vector<bool> placed(scripts.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < scripts.size(); ++i) place_after_required(i, needs, placed, order);
  std::vector<RepeatableScript> ordered;
  for (const std::size_t i : order) ordered.push_back(std::move(scripts[i]));
  return ordered;
}

/// A CSV file of rows: they are compared with the table's each time, unless it says otherwise.
RepeatableScript read_csv_seed(const SeedFile& file) {
  RepeatableScript seed;
  seed.name = file.name;
  seed.path = file.path;
  seed.run = RunWhen::always;
  seed.csv = read_csv_comments(file.path, seed.body);
  obey_directives(seed);
  seed.digest = "1:" + sha256_hex_of_file(file.path, Code::bad_csv, [](std::size_t) {});
  return seed;
}

std::vector<fs::path> files_of(const std::vector<std::string>& patterns,
                               std::initializer_list<std::string_view> endings) {
  std::vector<fs::path> files;
  for (const std::string& pattern : patterns) {
    glob_t found{};
    const auto stop_at = [](const char*, int problem) { return problem == ENOENT ? 0 : 1; };
    const int status = glob(pattern.c_str(), GLOB_NOSORT, stop_at, &found);
    const int problem = errno;
    for (std::size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
    globfree(&found);
    if (status == GLOB_NOMATCH || status == 0) continue;
    throw Error(diagnostic(Code::revision_file_unreadable,
                           "cannot look into " + shown_path(pattern) + ": " +
                               std::generic_category().message(problem)));
  }
  std::erase_if(files, [&](const fs::path& file) {
    std::error_code ignored;
    return std::ranges::find(endings, file.extension().string()) == endings.end() ||
           fs::is_directory(file, ignored);
  });
  std::ranges::sort(files, {}, [](const fs::path& file) {
    return std::pair(file.filename().string(), file.string());
  });
  files.erase(std::ranges::unique(files).begin(), files.end());
  return files;
}

}  // namespace

std::vector<fs::path> script_files(const std::vector<std::string>& patterns) {
  return files_of(patterns, {".sql"});
}

std::vector<fs::path> seed_files(const std::vector<std::string>& patterns) {
  return files_of(patterns, {".sql", ".csv"});
}

std::vector<RepeatableScript> read_scripts(const std::vector<fs::path>& files, SqlDialect dialect) {
  std::vector<RepeatableScript> scripts;
  std::vector<Diagnostic> problems;
  for (const fs::path& file : files) {
    try {
      scripts.push_back(read_script(file, file.filename().string(), dialect));
    } catch (const Error& error) {
      problems.insert(problems.end(), error.report().begin(), error.report().end());
    }
  }
  return checked(std::move(scripts), "script", std::move(problems));
}

std::vector<RepeatableScript> read_seeds(const std::vector<SeedFile>& files, SqlDialect dialect) {
  std::vector<RepeatableScript> seeds;
  std::vector<Diagnostic> problems;
  for (const SeedFile& file : files) {
    try {
      const bool is_csv = file.path.extension() == ".csv";
      seeds.push_back(is_csv ? read_csv_seed(file) : read_script(file.path, file.name, dialect));
    } catch (const Error& error) {
      problems.insert(problems.end(), error.report().begin(), error.report().end());
    }
  }
  return checked(std::move(seeds), "seed", std::move(problems));
}

const RepeatableScript* find_script(const std::vector<RepeatableScript>& scripts,
                                    std::string_view name) {
  const auto found = std::ranges::find_if(scripts, [&](const RepeatableScript& script) {
    return script.name == name || script.name == std::string(name) + ".sql" ||
           script.name == std::string(name) + ".csv";
  });
  return found == scripts.end() ? nullptr : &*found;
}

const RepeatableScript& script_named(const std::vector<RepeatableScript>& scripts,
                                     std::string_view name, std::string_view kind) {
  if (const RepeatableScript* script = find_script(scripts, name)) return *script;
  std::vector<std::string> names;
  for (const RepeatableScript& script : scripts) names.push_back(bare_name(script.name));
  Diagnostic problem = diagnostic(
      Code::unknown_script, "there is no " + std::string(kind) + " `" + std::string(name) + "`");
  problem.hint = did_you_mean(bare_name(std::string(name)), names);
  if (kind == "script") {
    problem.next = "`aludel scripts status` lists the scripts";
  } else {
    if (problem.hint.empty() && !names.empty()) problem.hint = "the seeds are " + join(names, ", ");
    problem.next = "`aludel db seed` loads all of them";
  }
  throw Error(std::move(problem));
}

}  // namespace aludel
