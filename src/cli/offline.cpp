#include "cli/offline.hpp"

#include "base/code.hpp"

namespace aludel {

void refuse_offline(const Arguments& arguments) {
  if (!arguments.has("sql")) return;
  Diagnostic problem = diagnostic(
      Code::not_there_yet, "--sql (writing a script instead of running it) is not there yet");
  problem.now = "nothing was changed";
  problem.next =
      "it comes with the next version; until then run the command against a copy of the database";
  throw Error(std::move(problem));
}

}  // namespace aludel
