#include "revision/database_legs.hpp"

#include <algorithm>
#include <deque>

namespace aludel {

namespace {

class Legs {
 public:
  Legs(const RevisionGraph& graph, std::span<const RevisionSet> own)
      : graph_(graph),
        database_(graph.size(), none),
        missing_(graph.size(), 0),
        ready_(own.size()),
        left_(own.size()) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      left_[i] = own[i].size();
      for (const RevisionIndex revision : own[i]) database_[revision] = i;
    }
    for (RevisionIndex revision = 0; revision < graph.size(); ++revision) {
      if (database_[revision] == none) continue;
      for (const RevisionIndex need : graph.needs(revision))
        missing_[revision] += database_[need] == none ? 0 : 1;
      if (missing_[revision] == 0) ready_[database_[revision]].push_back(revision);
    }
  }

  std::vector<DatabaseLeg> all() {
    std::vector<DatabaseLeg> legs;
    for (std::size_t i = 0; i < ready_.size(); ++i) {
      if (left_[i] == 0) legs.push_back({i, {"heads"}});  // a database without revisions
    }
    for (bool found = true; found;) {
      found = false;
      for (std::size_t i = 0; i < ready_.size(); ++i) {
        if (ready_[i].empty()) continue;
        legs.push_back(leg(i));
        found = true;
      }
    }
    return legs;
  }

 private:
  DatabaseLeg leg(std::size_t database) {
    std::deque<RevisionIndex>& ready = ready_[database];
    RevisionSet done(graph_.size());
    RevisionSet needed(graph_.size());
    while (!ready.empty()) {
      const RevisionIndex revision = ready.front();
      ready.pop_front();
      done.insert(revision);
      --left_[database];
      for (const RevisionIndex need : graph_.needs(revision)) needed.insert(need);
      release(graph_.dependents(revision));
    }
    if (left_[database] == 0) return {database, {"heads"}};
    DatabaseLeg result{database, {}};
    for (const RevisionIndex revision : done - needed)
      result.targets.push_back(graph_[revision].id);
    return result;
  }

  void release(std::span<const RevisionIndex> revisions) {
    for (const RevisionIndex revision : revisions) {
      if (database_[revision] != none && --missing_[revision] == 0)
        ready_[database_[revision]].push_back(revision);
    }
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const RevisionGraph& graph_;
  std::vector<std::size_t> database_;
  std::vector<int> missing_;
  std::vector<std::deque<RevisionIndex>> ready_;
  std::vector<std::size_t> left_;
};

}  // namespace

std::vector<DatabaseLeg> database_legs(const RevisionGraph& graph,
                                       std::span<const RevisionSet> own) {
  return Legs(graph, own).all();
}

}  // namespace aludel
