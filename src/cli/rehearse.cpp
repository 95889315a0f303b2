#include "cli/rehearse.hpp"

#include "app/autogenerate/rehearsal.hpp"
#include "base/code.hpp"
#include "cli/typed_again.hpp"

namespace aludel {

void rehearse(Invocation& invocation, Workspace& workspace, ComparedWords& words,
              ComparedStates* down) {
  if (invocation.arguments.has("no-rehearsal") ||
      !is_worth_rehearsing(words.found, words.from.state))
    return;
  Console& console = invocation.console;
  try {
    const std::string why_not =
        rehearse(scratch_place(workspace, words.like), workspace.session_options(false),
                 words.from.state, words.found, down);
    if (!why_not.empty()) console.note("not tried in a scratch database: " + why_not);
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.code != info(Code::statement_refused).id) throw;
    problem.notes.push_back("it was tried in a scratch database that holds what " +
                            words.from.name + " does, but for rows");
    problem.notes.emplace_back(
        "write this change by hand; the setting `exclude` leaves an object out of what is "
        "compared");
    problem.now = "nothing was changed, and nothing was written";
    problem.next = "`" + workspace.command_again(own_options(invocation, "") + " --no-rehearsal") +
                   "` writes it all the same, for you to correct";
    problem.retryable = false;
    throw;
  }
}

}  // namespace aludel
