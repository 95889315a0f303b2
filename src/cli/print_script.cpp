#include "cli/print_script.hpp"

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

int print_script(Console& console, const OfflineScript& script) {
  if (console.options().json) {
    Diagnostic problem = diagnostic(
        Code::bad_usage, "--sql prints a script, and --json a document: one or the other");
    problem.next = "leave out `--json`";
    throw Error(std::move(problem));
  }
  console.print_as_it_is(std::string_view(script.text).substr(0, script.text.size() - 1));
  for (const std::string& condition : script.conditions) console.note("before it: " + condition);
  console.note("nothing was run: the script goes from " + shown_rows(script.rows_before) + " to " +
               shown_rows(script.rows_after));
  return 0;
}

}  // namespace aludel
