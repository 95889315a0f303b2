#include "revision/cycles.hpp"

#include <algorithm>
#include <limits>

namespace aludel {

namespace {

using Needs = std::vector<std::vector<RevisionIndex>>;
constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();

/// Tarjan's strongly connected components with a stack of its own: a history of 100,000 revisions
/// is 100,000 deep.
class Components {
 public:
  explicit Components(const Needs& needs)
      : needs_(needs), seen_at_(needs.size(), unseen), lowest_(needs.size()), open_(needs.size()) {
    for (RevisionIndex start = 0; start < needs.size(); ++start) {
      if (seen_at_[start] == unseen) visit(start);
    }
  }

  std::vector<std::vector<RevisionIndex>> found;

 private:
  struct Frame {
    RevisionIndex revision;
    std::size_t next_edge = 0;
  };

  void enter(RevisionIndex revision) {
    seen_at_[revision] = lowest_[revision] = clock_++;
    pending_.push_back(revision);
    open_[revision] = true;
    frames_.push_back({.revision = revision});
  }

  void visit(RevisionIndex start) {
    enter(start);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const RevisionIndex at = frame.revision;
      if (frame.next_edge < needs_[at].size()) {
        const RevisionIndex need = needs_[at][frame.next_edge++];
        if (seen_at_[need] == unseen) {
          enter(need);
        } else if (open_[need]) {
          lowest_[at] = std::min(lowest_[at], seen_at_[need]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        std::uint32_t& above = lowest_[frames_.back().revision];
        above = std::min(above, lowest_[at]);
      }
      if (lowest_[at] == seen_at_[at]) close(at);
    }
  }

  void close(RevisionIndex root) {
    std::vector<RevisionIndex> members;
    do {
      members.push_back(pending_.back());
      open_[pending_.back()] = false;
      pending_.pop_back();
    } while (members.back() != root);
    if (members.size() > 1 || std::ranges::count(needs_[root], root) > 0) {
      std::ranges::sort(members);
      found.push_back(std::move(members));
    }
  }

  const Needs& needs_;
  std::vector<std::uint32_t> seen_at_;
  std::vector<std::uint32_t> lowest_;
  std::vector<bool> open_;
  std::vector<RevisionIndex> pending_;
  std::vector<Frame> frames_;
  std::uint32_t clock_ = 0;
};

/// Breadth first from the first member back to itself, inside the members.
std::vector<RevisionIndex> shortest_cycle(const Needs& needs,
                                          const std::vector<RevisionIndex>& members,
                                          std::vector<RevisionIndex>& came_from) {
  const RevisionIndex start = members.front();
  std::vector<RevisionIndex> queue{start};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    for (const RevisionIndex need : needs[queue[i]]) {
      if (need == start) {
        std::vector<RevisionIndex> cycle;
        for (RevisionIndex at = queue[i]; at != start; at = came_from[at]) cycle.push_back(at);
        cycle.push_back(start);
        std::ranges::reverse(cycle);
        return cycle;
      }
      if (came_from[need] == unseen && std::ranges::binary_search(members, need)) {
        came_from[need] = queue[i];
        queue.push_back(need);
      }
    }
  }
  return {start};
}

}  // namespace

std::vector<Knot> find_knots(const Needs& needs) {
  std::vector<Knot> knots;
  std::vector<RevisionIndex> came_from(needs.size(), unseen);
  for (std::vector<RevisionIndex>& members : Components(needs).found) {
    Knot knot{.members = std::move(members), .cycle = {}};
    knot.cycle = shortest_cycle(needs, knot.members, came_from);
    knots.push_back(std::move(knot));
  }
  std::ranges::sort(knots, {}, [](const Knot& knot) { return knot.members.front(); });
  return knots;
}

}  // namespace aludel
