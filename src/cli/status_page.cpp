#include "cli/status_page.hpp"

#include <fmt/format.h>

#include "cli/revision_text.hpp"

namespace aludel {

std::string line_of(const RevisionGraph& graph, RevisionIndex revision) {
  const std::string message = short_message(graph[revision]);
  return graph[revision].id + (message.empty() ? "" : "  " + message);
}

void StatusPage::line(std::string_view label, std::string_view text) {
  console_.print(fmt::format("{} {}", console_.bold(fmt::format("{:<12}", label)), text));
}

void StatusPage::more(std::string_view text) {
  console_.print(fmt::format("{:<12} {}", "", text));
}

void StatusPage::list(std::string_view label, std::string_view heading, const RevisionGraph& graph,
                      const std::vector<RevisionIndex>& revisions) {
  line(label, heading);
  constexpr std::size_t shown = 10;
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    if (revisions.size() > shown && i == shown - 1) {
      more(fmt::format("… {} more, `aludel history` lists them", revisions.size() - shown + 1));
      break;
    }
    more("  " + line_of(graph, revisions[i]));
  }
}

}  // namespace aludel
