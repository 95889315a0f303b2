// `edit`: opens a revision in the user's editor.
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"
#include "revision/resolve_shown.hpp"

extern char** environ;

namespace aludel::commands {

namespace {

/// $VISUAL and $EDITOR may hold arguments ("code --wait"), so a shell reads them; the file is
/// passed beside, never through it.
int open_in_editor(const std::string& editor, const std::string& file) {
  const std::string script = editor + " \"$1\"";
  const char* words[] = {"sh", "-c", script.c_str(), "sh", file.c_str(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char* const*>(words), environ) !=
      0)
    return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string editor_command() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "sensible-editor";
}

/// Said before somebody has typed what cannot be saved.
void require_writable(const std::string& path) {
  if (access(path.c_str(), W_OK) == 0) return;
  Diagnostic problem = diagnostic(Code::revision_file_unreadable,
                                  "cannot write " + path + ": " + std::strerror(errno));
  problem.now = "nothing was changed";
  problem.next =
      "`ls -l " + shell_quoted(path) + "` shows who may write it; `aludel show` prints it";
  throw Error(std::move(problem));
}

}  // namespace

int edit(Invocation& invocation) {
  Workspace workspace(invocation);
  const RevisionGraph& graph = workspace.graph();
  const std::string& target = invocation.arguments.positional.front();
  const auto rows = mentions_current(target) ? workspace.state().rows : std::vector<std::string>();
  const auto found = resolve_shown(graph, mentions_current(target) ? workspace.own() : graph.all(),
                                   rows, target, "edit");
  if (found.empty()) {
    Diagnostic problem = diagnostic(Code::bad_target, "`" + target + "` names no revision file");
    problem.next = "`aludel history` lists the revisions";
    throw Error(std::move(problem));
  }
  for (const RevisionIndex revision : found) {
    require_writable(graph[revision].path);
    const std::string command = editor_command();
    const int status = open_in_editor(command, graph[revision].path);
    if (status == 0) continue;
    Diagnostic problem =
        diagnostic(Code::external_command,
                   "the editor `" + command + "` ended with status " + std::to_string(status));
    problem.now = "the file is as the editor left it";
    problem.next = "set EDITOR to the editor of your choice";
    throw Error(std::move(problem));
  }
  return 0;
}

}  // namespace aludel::commands
