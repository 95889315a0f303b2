#include "cli/database_url.hpp"

#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/expand.hpp"
#include "cli/shell_command.hpp"
#include "cli/signal_watch.hpp"
#include "db/redact.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_missing(const Project& project, const DatabaseSettings& database) {
  const std::string whose =
      database.name.empty() ? "the database" : "the database `" + database.name + '`';
  Diagnostic problem =
      diagnostic(Code::bad_url, "the configuration does not say where " + whose + " is");
  if (project.from_alembic_ini) {
    problem.hint = "an env.py may set the URL, but it is not run; sqlalchemy.url in " +
                   shown_path(project.config_file) + " is read";
    problem.next = "add `--url URL`";
  } else {
    const std::string table =
        database.name.empty() ? "[database]" : "[databases." + database.name + "]";
    problem.next = "add `--url URL`, or `url = \"${DATABASE_URL}\"` under " + table + " in " +
                   shown_path(project.config_file);
  }
  throw Error(std::move(problem));
}

std::string command_output(const Project& project, const Setting& command) {
  const CommandResult result =
      run_shell(command.text, project.root, project.variables.all(), SignalWatch::token());
  if (result.exit_status == 0) return std::string(trim(result.output));
  Diagnostic problem = setting_problem(
      Code::external_command, command,
      '`' + command.key + "` failed with exit status " + std::to_string(result.exit_status));
  for (const std::string& line : split(trim(result.errors), '\n')) {
    if (!line.empty()) problem.notes.push_back(redacted_message(line));
  }
  problem.next = "run the command by hand in " + project.root.string() + " and correct it";
  throw Error(std::move(problem));
}

/// The text of the URL and the setting it comes from.
std::pair<std::string, const Setting*> url_text(const Project& project,
                                                const DatabaseSettings& database) {
  if (database.url) return {expand(*database.url, project.variables), &*database.url};
  if (database.url_command)
    return {command_output(project, *database.url_command), &*database.url_command};
  if (!database.url_file) refuse_missing(project, database);
  const std::string path = expand(*database.url_file, project.variables);
  try {
    return {std::string(trim(read_file(project.root / path, Code::config_unreadable))),
            &*database.url_file};
  } catch (Error& error) {
    error.diagnostic().place = database.url_file->place;
    throw;
  }
}

std::vector<std::string> variables_in(const Setting& setting) {
  std::vector<std::string> names;
  std::string ignored;
  for (std::size_t at = 0; (at = setting.text.find("${", at)) != std::string::npos; at += 2) {
    if (at > 0 && setting.text[at - 1] == '$') continue;
    if (const auto reference = read_reference(setting.text, at, ignored))
      names.emplace_back(reference->name);
  }
  return names;
}

/// In a pipeline a secret that is missing is a variable that is set, and empty.
[[noreturn]] void refuse_empty(const Setting& setting) {
  if (setting.key.ends_with("url_file")) {
    Diagnostic problem = setting_problem(Code::bad_url, setting,
                                         "the file that `" + setting.key + "` names is empty");
    problem.next = "write the URL into it, or add `--url URL`";
    throw Error(std::move(problem));
  }
  const std::vector<std::string> names = variables_in(setting);
  Diagnostic problem = setting_problem(
      Code::bad_url, setting,
      '`' + setting.key + "` is empty" +
          (names.empty() ? "" : ": the variable " + join(names, ", ") + " is set, but empty"));
  problem.next = (names.empty() ? "write the URL there" : "set " + join(names, ", ")) +
                 " (sqlite:///app.db, postgresql://user@host/name), or add `--url URL`";
  throw Error(std::move(problem));
}

DatabaseUrl parsed(const Project& project, const std::string& text, const Setting& setting) {
  if (trim(text).empty()) refuse_empty(setting);
  try {
    return parse_url(text, project.root);
  } catch (Error& error) {
    error.diagnostic().place = setting.place;
    throw;
  }
}

/// What a command prints may be a password, however it is spelled: no part of it is shown.
DatabaseUrl parsed_unseen(const Project& project, const std::string& text, const Setting& setting) {
  try {
    return parse_url(text, project.root);
  } catch (const Error&) {
    Diagnostic problem =
        setting_problem(Code::bad_url, setting,
                        '`' + setting.key + "` printed " +
                            (text.empty() ? "nothing" : "no database URL that can be understood"));
    if (const std::size_t lines = split(text, '\n').size(); lines > 1)
      problem.hint =
          "it printed " + std::to_string(lines) + " lines, and the URL must be all of it";
    problem.next = "run the command by hand in " + project.root.string() +
                   " and look at what it prints, which is not shown here";
    throw Error(std::move(problem));
  }
}

DatabaseUrl expanded(const Project& project, const Setting& setting) {
  return parsed(project, expand(setting, project.variables), setting);
}

}  // namespace

DatabaseUrl database_url(const Project& project, const DatabaseSettings& database) {
  const auto [text, setting] = url_text(project, database);
  const bool is_printed = !database.url && database.url_command;
  return is_printed ? parsed_unseen(project, text, *setting) : parsed(project, text, *setting);
}

DatabaseUrl migration_url(const Project& project, const DatabaseSettings& database) {
  if (!database.migration_url) return database_url(project, database);
  return expanded(project, *database.migration_url);
}

std::optional<DatabaseUrl> scratch_url(const Project& project, const DatabaseSettings& database) {
  if (!database.scratch_url) return std::nullopt;
  return expanded(project, *database.scratch_url);
}

}  // namespace aludel
