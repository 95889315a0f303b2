#include "diff/circles.hpp"

#include <algorithm>

namespace aludel {

namespace {

constexpr std::size_t unseen = static_cast<std::size_t>(-1);

/// With its own stack: a chain of references may be as long as there are tables.
class Search {
 public:
  explicit Search(const std::vector<std::vector<std::size_t>>& next)
      : next_(next),
        number_(next.size(), unseen),
        lowest_(next.size()),
        circle(next.size(), unseen) {
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (number_[i] == unseen) walk(i);
    }
  }

 private:
  struct Visit {
    std::size_t node;
    std::size_t edge = 0;
  };

  void enter(std::size_t node) {
    number_[node] = lowest_[node] = entered_++;
    open_.push_back(node);
    visits_.push_back({node});
  }

  void walk(std::size_t start) {
    enter(start);
    while (!visits_.empty()) {
      const std::size_t node = visits_.back().node;
      if (visits_.back().edge < next_[node].size()) {
        const std::size_t other = next_[node][visits_.back().edge++];
        if (number_[other] == unseen) {
          enter(other);
        } else if (circle[other] == unseen) {
          lowest_[node] = std::min(lowest_[node], number_[other]);
        }
        continue;
      }
      visits_.pop_back();
      if (!visits_.empty()) {
        std::size_t& lowest = lowest_[visits_.back().node];
        lowest = std::min(lowest, lowest_[node]);
      }
      if (lowest_[node] == number_[node]) close(node);
    }
  }

  void close(std::size_t first) {
    std::size_t node = unseen;
    while (node != first) {
      node = open_.back();
      open_.pop_back();
      circle[node] = first;
    }
  }

  const std::vector<std::vector<std::size_t>>& next_;
  std::vector<std::size_t> number_;
  std::vector<std::size_t> lowest_;
  std::vector<std::size_t> open_;
  std::vector<Visit> visits_;
  std::size_t entered_ = 0;

 public:
  std::vector<std::size_t> circle;  ///< of each table, by one table of it
};

}  // namespace

Circles::Circles(const std::vector<const Table*>& tables, const FactNames& names) {
  for (std::size_t i = 0; i < tables.size(); ++i)
    circle_of_.emplace(names.relation(tables[i]->name), i);
  std::vector<std::vector<std::size_t>> next(tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (const Constraint& one : tables[i]->constraints) {
      const auto* key = std::get_if<ForeignKey>(&one);
      if (key == nullptr) continue;
      const auto other = circle_of_.find(names.relation(key->table));
      if (other != circle_of_.end()) next[i].push_back(other->second);
    }
  }
  const Search search(next);
  for (auto& [table, number] : circle_of_) number = search.circle[number];
}

bool Circles::lead_back(const Fact& from, const Fact& to) const {
  if (from == to) return false;
  const auto one = circle_of_.find(from);
  const auto other = circle_of_.find(to);
  return one != circle_of_.end() && other != circle_of_.end() && one->second == other->second;
}

}  // namespace aludel
