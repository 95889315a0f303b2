#include "sql/cannot_split.hpp"

#include <utility>

namespace aludel {

void throw_never_closed(const SourceText& source, Span opener, std::string message,
                        std::string hint) {
  throw_at(Code::cannot_split, source, opener, std::move(message), "opens here and is never closed",
           std::move(hint));
}

void throw_at(Code code, const SourceText& source, Span span, std::string message,
              std::string label, std::string hint) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = source.place(span, std::move(label));
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

}  // namespace aludel
