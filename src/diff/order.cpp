#include <functional>
#include <optional>
#include <queue>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "diff/alteration.hpp"

namespace aludel {

namespace {

/// Who does what with one fact.
struct Parties {
  std::vector<std::size_t> frees;
  std::vector<std::size_t> drops;
  std::vector<std::size_t> changes;
  std::vector<std::size_t> makes;
  std::vector<std::size_t> needs;
};

class Graph {
 public:
  explicit Graph(const std::vector<Alteration>& alterations)
      : alterations_(alterations), after_(alterations.size()), waits_for_(alterations.size()) {
    std::unordered_map<std::string_view, Parties> facts;
    std::vector<std::string_view> names;  // in the order of their first mention
    const auto note = [&](const std::vector<Fact>& all, std::size_t index, auto member) {
      for (const Fact& fact : all) {
        const auto [place, is_new] = facts.try_emplace(fact);
        if (is_new) names.push_back(place->first);
        (place->second.*member).push_back(index);
      }
    };
    for (std::size_t i = 0; i < alterations.size(); ++i) {
      note(alterations[i].frees, i, &Parties::frees);
      note(alterations[i].drops, i, &Parties::drops);
      note(alterations[i].changes, i, &Parties::changes);
      note(alterations[i].makes, i, &Parties::makes);
      note(alterations[i].needs, i, &Parties::needs);
    }
    for (const std::string_view name : names) {
      const Parties& parties = facts.at(name);
      connect(parties.frees, parties.drops);
      connect(parties.frees, parties.changes);
      connect(parties.drops, parties.makes);
      connect(parties.changes, parties.needs);
      connect(parties.makes, parties.needs);
    }
  }

  Ordered sorted() && {
    for (std::size_t i = 0; i < alterations_.size(); ++i) {
      if (waits_for_[i] == 0) put(i);
    }
    Ordered result;
    while (const auto next = take()) {
      result.order.push_back(*next);
      for (const std::size_t other : after_[*next]) {
        if (--waits_for_[other] == 0) put(other);
      }
    }
    for (std::size_t i = 0; i < alterations_.size(); ++i) {
      if (waits_for_[i] > 0) result.in_a_circle.push_back(i);
    }
    return result;
  }

 private:
  void connect(const std::vector<std::size_t>& first, const std::vector<std::size_t>& then) {
    for (const std::size_t before : first) {
      for (const std::size_t after : then) {
        if (before == after) continue;
        after_[before].push_back(after);
        ++waits_for_[after];
      }
    }
  }

  using Waiting = std::tuple<Rank, std::size_t>;
  void put(std::size_t index) { ready_.emplace(alterations_[index].rank, index); }

  std::optional<std::size_t> take() {
    if (ready_.empty()) return std::nullopt;
    const std::size_t index = std::get<1>(ready_.top());
    ready_.pop();
    return index;
  }

  const std::vector<Alteration>& alterations_;
  std::vector<std::vector<std::size_t>> after_;
  std::vector<std::size_t> waits_for_;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> ready_;
};

}  // namespace

Ordered in_order(const std::vector<Alteration>& alterations) {
  return Graph(alterations).sorted();
}

}  // namespace aludel
