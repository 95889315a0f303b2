#include "aludel/error.hpp"

#include <utility>

#include "base/code.hpp"

namespace aludel {

Error::Error(Diagnostic diagnostic) : Error(std::vector<Diagnostic>{std::move(diagnostic)}) {}

Error::Error(std::vector<Diagnostic> report)
    : report_(std::move(report)), what_(report_.front().code + ": " + report_.front().message) {}

int Error::exit_code() const noexcept {
  return exit_code_of(report_.front().code);
}

}  // namespace aludel
