#pragma once

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "revision/graph.hpp"
#include "revision/lineage.hpp"

namespace aludel::testing {

using Ids = std::vector<std::string>;

/// Revisions from one line of text, in file order, separated by `;`:
///   "a; b<-a; c<-a labels x,y; m<-b,c depends d; f in other"
inline std::vector<Revision> revisions_of(std::string_view text) {
  std::vector<Revision> revisions;
  int line = 0;
  for (const std::string& part : split(text, ';')) {
    if (part.empty()) continue;
    std::istringstream words(part);
    std::string word;
    words >> word;
    Revision revision;
    const std::size_t arrow = word.find("<-");
    revision.id = word.substr(0, arrow);
    if (arrow != std::string::npos) revision.down_revision = split(word.substr(arrow + 2), ',');
    std::string value;
    while (words >> word >> value) {
      if (word == "labels") revision.branch_labels = split(value, ',');
      if (word == "depends") revision.depends_on = split(value, ',');
      if (word == "in") revision.database = value;
    }
    revision.path = "versions/" + std::to_string(++line) + ".sql";
    revision.lines = {.revision = 1, .down_revision = 2, .branch_labels = 3, .depends_on = 4};
    revisions.push_back(std::move(revision));
  }
  return revisions;
}

inline RevisionGraph graph_of(std::string_view text) {
  return RevisionGraph(revisions_of(text));
}

template <typename Indexes>
Ids ids(const RevisionGraph& graph, const Indexes& indexes) {
  Ids names;
  for (const RevisionIndex index : indexes) names.push_back(graph[index].id);
  return names;
}

inline RevisionSet indexes_of(const RevisionGraph& graph, const Ids& names) {
  RevisionSet set(graph.size());
  for (const std::string& name : names) set.insert(graph.find(name).value());
  return set;
}

inline RevisionSet closure_of(const RevisionGraph& graph, const Ids& names) {
  return graph.closure(indexes_of(graph, names));
}

/// Whether none of `rows` needs another one of them.
inline bool is_antichain(const RevisionGraph& graph, const std::vector<RevisionIndex>& rows) {
  return maximal(graph, set_of(rows)) == std::vector<RevisionIndex>(rows);
}

/// Whether every revision of a list that runs upward comes after all that it needs and that is in
/// the list.
inline bool is_upward(const RevisionGraph& graph, const std::vector<RevisionIndex>& order) {
  RevisionSet members = set_of(order);
  if (members.size() != order.size()) return false;
  for (const RevisionIndex revision : order) {
    for (const RevisionIndex need : graph.needs(revision)) {
      if (members.contains(need)) return false;
    }
    members.erase(revision);
  }
  return true;
}

}  // namespace aludel::testing
