// `diff`: what makes one state of another.
#include <nlohmann/json.hpp>

#include "app/compare/comments.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/compared_state.hpp"
#include "cli/rehearse.hpp"
#include "cli/shown_difference.hpp"

namespace aludel::commands {

namespace {

void require_two(const Arguments& arguments) {
  if (arguments.positional.size() == 2) return;
  Diagnostic problem = diagnostic(Code::bad_usage, "`diff` compares two states: FROM and TO");
  problem.hint =
      "each is `database`, `models`, `history`, a URL, a file or folder of SQL, "
      "`command:…`, or a revision";
  problem.next = "`aludel diff database models`, or `aludel diff --help`";
  throw Error(std::move(problem));
}

}  // namespace

int diff(Invocation& invocation) {
  const SignalWatch signals;
  const Arguments& arguments = invocation.arguments;
  require_two(arguments);
  Workspace workspace(invocation);
  Console& console = invocation.console;
  ComparedWords words =
      compare_words(invocation, workspace, arguments.positional[0], arguments.positional[1], false);
  const auto& [from, to, compared, like] = words;
  if (arguments.has("sql") && compared.differ()) {
    require_clear(compared.unclear, "aludel diff " + shell_quoted(arguments.positional[0]) + " " +
                                        shell_quoted(arguments.positional[1]) + " --sql" +
                                        workspace.flags());
    rehearse(invocation, workspace, words, nullptr);
  }
  console.result(difference_json(compared));
  note_not_compared(console, compared);
  if (!compared.differ()) {
    console.note(from.name + " and " + to.name + " are the same");
    return 0;
  }
  if (arguments.has("sql")) {
    console.print_as_it_is(not_done("--", compared.refusals) +
                           script_of(compared.changes, words.dialect()));
    for (const Refusal& refusal : compared.refusals)
      console.note("not done: " + refusal.object + ": " + refusal.reason);
  } else {
    show_difference(console, compared);
    show_unclear(console, compared.unclear);
  }
  console.note(counted_differences(compared) + " from " + from.name + " to " + to.name);
  return 1;
}

}  // namespace aludel::commands
