#include "catalog/call.hpp"

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

void Call::refuse(const std::string& message, std::string hint) const {
  Diagnostic problem = diagnostic(Code::bad_operation, std::string(name) + ": " + message);
  problem.hint = std::move(hint);
  problem.place = place();
  throw Error(std::move(problem));
}

void Call::need(std::string_view text, std::string_view what) const {
  if (trim(text).empty()) refuse(std::string(what) + " is empty");
}

void Call::refuse_cascade(const DropOptions& options) const {
  if (!options.cascade) return;
  refuse("CASCADE is not done here: it would drop what is not named",
         "drop what needs it first, each by a call of its own");
}

Place Call::place() const {
  return {.file = at.file_name(),
          .line = static_cast<int>(at.line()),
          .column = static_cast<int>(at.column()),
          .excerpt = {},
          .label = {}};
}

}  // namespace aludel
