#include "revision/problem_place.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace aludel {

Diagnostic in_its_file(const RevisionGraph& graph, const GraphProblem& problem) {
  Diagnostic diagnostic = aludel::diagnostic(problem.code, problem.message);
  const std::string& path = graph[problem.revision].path;
  diagnostic.place = Place{.file = path, .line = problem.line, .excerpt = {}, .label = {}};
  diagnostic.hint = problem.hint;
  if (problem.line == 0) return diagnostic;
  try {
    const SourceText source = read_text(path, Code::revision_file_unreadable);
    std::size_t begin = 0;
    for (int line = 1; line < problem.line && begin != std::string::npos; ++line)
      begin = source.text().find('\n', begin + (line > 1 ? 1 : 0));
    if (begin == std::string::npos) return diagnostic;
    if (problem.line > 1) ++begin;
    diagnostic.place =
        source.place({begin, std::min(source.text().find('\n', begin), source.text().size())});
  } catch (const Error&) {
    // The file went away meanwhile: its name and the line are still worth telling.
  }
  return diagnostic;
}

}  // namespace aludel
