#include "catalog/refusal.hpp"

#include <utility>

#include "base/code.hpp"

namespace aludel {

void refuse(std::string message, std::string hint, std::string next) {
  Diagnostic problem = diagnostic(Code::bad_operation, std::move(message));
  problem.hint = std::move(hint);
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

}  // namespace aludel
