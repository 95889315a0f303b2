#pragma once

#include <span>
#include <string>
#include <vector>

#include "revision/graph.hpp"

namespace aludel {

/// One revision on one line of a list of candidates: `8f3c2a91d0e4 (net), "Add users"`.
[[nodiscard]] std::string describe(const RevisionGraph& graph, RevisionIndex revision);

/// The same for several, one line each; after the tenth only how many more there are.
[[nodiscard]] std::vector<std::string> describe_all(const RevisionGraph& graph,
                                                    std::span<const RevisionIndex> revisions);

/// What to write before an `@` to mean `candidate` and none of `all`: a label whose lineage holds
/// no other one of them, else its id.
[[nodiscard]] std::string branch_name(const RevisionGraph& graph, RevisionIndex candidate,
                                      std::span<const RevisionIndex> all);

}  // namespace aludel
