#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/console.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// "8f3c2a91d0e4  Fill the day of each price"
[[nodiscard]] std::string line_of(const RevisionGraph& graph, RevisionIndex revision);

/// Lines of a label and what is to be said of it, one below the other.
class StatusPage {
 public:
  explicit StatusPage(Console& console) : console_(console) {}
  void line(std::string_view label, std::string_view text);
  void more(std::string_view text);

  /// A list under one label, shortened in its middle where it is long.
  void list(std::string_view label, std::string_view heading, const RevisionGraph& graph,
            const std::vector<RevisionIndex>& revisions);

 private:
  Console& console_;
};

}  // namespace aludel
