#include "revision/order.hpp"

#include <algorithm>
#include <limits>

namespace aludel {

namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// The open heads in their order, as a linked list: a head that ends leaves without moving the
/// others, so that slot numbers compare as positions do.
class OpenHeads {
 public:
  explicit OpenHeads(std::size_t revisions) : slot_of_(revisions, none) {}

  void append(RevisionIndex revision) {
    const auto slot = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({.revision = revision, .previous = last_, .next = none});
    (last_ == none ? first_ : slots_[last_].next) = slot;
    last_ = slot;
    slot_of_[revision] = slot;
  }
  void replace(std::uint32_t slot, RevisionIndex revision) {
    slot_of_[slots_[slot].revision] = none;
    slots_[slot].revision = revision;
    slot_of_[revision] = slot;
  }
  /// The slot before it, or the first one where it was the first.
  std::uint32_t remove(std::uint32_t slot) {
    const Slot gone = slots_[slot];
    slot_of_[gone.revision] = none;
    (gone.previous == none ? first_ : slots_[gone.previous].next) = gone.next;
    (gone.next == none ? last_ : slots_[gone.next].previous) = gone.previous;
    return gone.previous == none ? first_ : gone.previous;
  }

  [[nodiscard]] RevisionIndex at(std::uint32_t slot) const { return slots_[slot].revision; }
  [[nodiscard]] std::uint32_t slot_of(RevisionIndex revision) const { return slot_of_[revision]; }
  [[nodiscard]] bool is_open(RevisionIndex revision) const { return slot_of_[revision] != none; }
  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::uint32_t first_other_than(std::uint32_t slot) const {
    return slot == first_ ? slots_[first_].next : first_;
  }

 private:
  struct Slot {
    RevisionIndex revision;
    std::uint32_t previous;
    std::uint32_t next;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> slot_of_;
  std::uint32_t first_ = none;
  std::uint32_t last_ = none;
};

class Walker {
 public:
  Walker(const RevisionGraph& graph, const RevisionSet& set, const RevisionSet& seeds)
      : graph_(graph),
        remaining_(set),
        waiting_for_(graph.size()),
        seen_(graph.size()),
        heads_(graph.size()) {
    for (const RevisionIndex revision : set) {
      for (const RevisionIndex need : graph.needs(revision)) ++waiting_for_[need];
    }
    for (const RevisionIndex seed : seeds) {
      if (set.contains(seed)) heads_.append(seed);
    }
  }

  std::vector<RevisionIndex> run() {
    std::vector<RevisionIndex> order;
    order.reserve(remaining_.size());
    std::uint32_t cursor = heads_.first();
    while (cursor != none) {
      const RevisionIndex candidate = heads_.at(cursor);
      if (waiting_for_[candidate] > 0) {
        if (const std::uint32_t above = lowest_head_above(candidate); above != none) {
          cursor = above;
          continue;
        }
      }
      order.push_back(candidate);
      remaining_.erase(candidate);
      for (const RevisionIndex need : graph_.needs(candidate)) --waiting_for_[need];
      cursor = go_down(candidate, cursor);
    }
    return order;
  }

 private:
  std::uint32_t go_down(RevisionIndex emitted, std::uint32_t slot) {
    bool replaced = false;
    for (const RevisionIndex need : graph_.normalized_needs(emitted)) {
      if (!remaining_.contains(need) || heads_.is_open(need)) continue;
      if (replaced) {
        heads_.append(need);
      } else {
        heads_.replace(slot, need);
        replaced = true;
      }
    }
    return replaced ? slot : heads_.remove(slot);
  }

  /// Depth first, so that the usual answer, the very first head, is found before all the others are
  /// looked at.
  std::uint32_t lowest_head_above(RevisionIndex candidate) {
    const std::uint32_t best_possible = heads_.first_other_than(heads_.slot_of(candidate));
    std::uint32_t lowest = none;
    ++search_;
    open_.assign(1, candidate);
    while (!open_.empty() && lowest != best_possible) {
      const RevisionIndex at = open_.back();
      open_.pop_back();
      for (const RevisionIndex dependent : graph_.dependents(at)) {
        if (!remaining_.contains(dependent) || seen_[dependent] == search_) continue;
        seen_[dependent] = search_;
        lowest = std::min(lowest, heads_.slot_of(dependent));
        open_.push_back(dependent);
      }
    }
    return lowest;
  }

  const RevisionGraph& graph_;
  RevisionSet remaining_;
  std::vector<std::uint32_t> waiting_for_;  ///< how many remaining members need it
  std::vector<std::uint32_t> seen_;
  std::uint32_t search_ = 0;
  std::vector<RevisionIndex> open_;
  OpenHeads heads_;
};

}  // namespace

std::vector<RevisionIndex> newest_first(const RevisionGraph& graph, const RevisionSet& set,
                                        const RevisionSet& seeds) {
  return Walker(graph, set, seeds).run();
}

}  // namespace aludel
