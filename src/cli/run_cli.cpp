#include "cli/run_cli.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "aludel/version.hpp"
#include "base/code.hpp"
#include "base/file_limit.hpp"
#include "base/text.hpp"
#include "cli/hand_over.hpp"
#include "cli/parse.hpp"
#include "cli/project.hpp"
#include "cli/typed_again.hpp"
#include "cli/workspace.hpp"

namespace aludel {

namespace {

ConsoleOptions console_options(const Arguments& arguments) {
  ConsoleOptions options;
  options.json = arguments.has("json");
  options.quiet = arguments.has("quiet");
  const std::string format = arguments.get("log-format").value_or("text");
  if (format != "text" && format != "json") {
    Diagnostic problem =
        diagnostic(Code::bad_usage, "--log-format takes `text` or `json`, not `" + format + "`");
    throw Error(std::move(problem));
  }
  options.log_format = format == "json" ? LogFormat::json : LogFormat::text;
  options.place = place_options(arguments);
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  options.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  options.live = isatty(STDERR_FILENO) == 1 && !dumb;
  options.colour =
      options.out_is_terminal && options.live && (no_colour == nullptr || *no_colour == '\0');
  return options;
}

bool inside_a_project(std::optional<std::string> config = std::nullopt) {
  try {
    (void)find_config({.config = std::move(config), .environment = process_environment()});
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// The exit code of an error; an interruption answers with the signal that caused it.
int exit_code_of(const Error& error) {
  const int signal = SignalWatch::signal();
  if (error.diagnostic().code == info(Code::interrupted).id && signal != 0) return 128 + signal;
  return error.exit_code();
}

/// The command that a line means which may be wrong elsewhere; empty where there is none.
std::string command_among(const std::vector<std::string>& words) {
  std::string group;
  for (const std::string& word : words) {
    const std::string name = replace_all(word, "_", "-");
    const CommandSpec* command = find_command(group + name);
    if (command != nullptr) return std::string(command->name);
    if (find_group(name) != nullptr) group = name + " ";
  }
  return {};
}

/// These begin a project, or say what the program itself can do.
bool works_on_revisions(const CommandSpec& command) {
  constexpr std::array<std::string_view, 4> others{"init", "list-templates", "completion", "man"};
  return std::ranges::find(others, command.name) == others.end();
}

int run(const std::vector<std::string>& words,
        const std::optional<std::span<const CompiledRevision>>& compiled, Catalog (*models)(),
        Console& console) {
  // Before anything can fail: --json promises a document for usage errors as well.
  if (std::ranges::find(words, "--json") != words.end())
    console.configure(command_among(words), {.json = true});
  ParsedLine line = parse_command_line(words);
  if (line.version) {
    console.print(std::string("aludel ") + version);
    console.result({{"version", version}});
    return 0;
  }
  if (line.help || (line.command == nullptr && !inside_a_project())) {
    const std::string text = line.command != nullptr ? command_help(*line.command)
                             : line.group != nullptr ? group_help(*line.group)
                                                     : program_help();
    console.print(std::string_view(text).substr(0, text.size() - 1));
    console.result({{"help", text}});
    return 0;
  }
  const CommandSpec& command = line.command == nullptr ? *find_command("status") : *line.command;
  console.configure(std::string(command.name), console_options(line.arguments));
  Invocation invocation{command, std::move(line.arguments), console,
                        compiled.value_or(std::span<const CompiledRevision>()), models};
  try {
    if (!compiled && works_on_revisions(command) &&
        inside_a_project(invocation.arguments.get("config")))
      hand_over(Workspace(invocation, "").project(), words, console);
    return command.run(invocation);
  } catch (Error& error) {
    // Who only looks need not be told that nothing was changed for a file that cannot be read.
    const Workspace workspace(invocation);
    command.reads_only ? workspace.complete(error) : workspace.complete_of_files(error);
    throw;
  }
}

}  // namespace

int run_command_line(const std::vector<std::string>& words,
                     std::optional<std::span<const CompiledRevision>> compiled,
                     Catalog (*models)()) noexcept {
  // A reader that went away is an error of writing, not an end without a word.
  std::signal(SIGPIPE, SIG_IGN);
  survive_file_limit();
  Console console;
  try {
    return console.finish(run(words, compiled, models, console));
  } catch (const Error& error) {
    console.fail(error);
    return console.finish(exit_code_of(error));
  } catch (const std::exception& error) {
    Diagnostic problem = diagnostic(Code::internal, error.what());
    problem.next = "please report this, with the command and what stood before it";
    console.fail(Error(std::move(problem)));
    return console.finish(info(Code::internal).exit_code);
  }
}

}  // namespace aludel
