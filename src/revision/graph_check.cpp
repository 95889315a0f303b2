#include "revision/graph_check.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "revision/cycles.hpp"
#include "revision/name_rules.hpp"
#include "revision/quoted.hpp"

namespace aludel {

namespace {

constexpr std::size_t suggestions_at_most =
    20;  // each looks at every id: a folder of broken files stays fast
constexpr std::size_t names_shown_of_a_cycle = 20;

std::string place_of(const Revision& revision, int line) {
  return line > 0 ? revision.path + ':' + std::to_string(line) : revision.path;
}

void check_label(std::span<const Revision> revisions, RevisionIndex owner, const std::string& label,
                 Names& names, std::vector<GraphProblem>& problems) {
  const Revision& revision = revisions[owner];
  const auto add = [&](Code code, std::string message, std::string hint) {
    problems.push_back(
        {code, std::move(message), std::move(hint), owner, revision.lines.branch_labels});
  };
  if (std::string why = why_not_a_name(label, revision.kind); !why.empty()) {
    return add(Code::label_conflict, "the branch label " + quoted(label) + ' ' + why,
               "choose another label");
  }
  if (const auto same = names.ids.find(label); same != names.ids.end()) {
    const Revision& other = revisions[same->second];
    return add(Code::label_conflict,
               "the branch label " + quoted(label) + " is also the id of a revision (" +
                   place_of(other, other.lines.revision) + ')',
               "choose another label");
  }
  const auto [known, is_new] = names.labels.emplace(label, owner);
  if (is_new || known->second == owner) return;
  const Revision& other = revisions[known->second];
  add(Code::label_conflict,
      "the branch label " + quoted(label) + " is already used by revision " + quoted(other.id) +
          " (" + place_of(other, other.lines.branch_labels) + ')',
      "a label is written once; later revisions of the branch carry it by themselves");
}

/// @param from  the revision that names it; it does not mean itself
std::string missing_hint(std::span<const Revision> revisions, const Names& names,
                         RevisionIndex from, const std::string& wanted, bool as_parent) {
  if (const auto label = names.labels.find(wanted); as_parent && label != names.labels.end()) {
    return quoted(wanted) + " is a branch label; write the id " +
           quoted(revisions[label->second].id);
  }
  std::vector<std::string> ids;
  const Revision* longer = nullptr;
  std::size_t longer_ones = 0;
  for (const Revision& revision : revisions) {
    if (revision.id == revisions[from].id) continue;
    ids.push_back(revision.id);
    if (!wanted.empty() && revision.id.starts_with(wanted)) {
      longer = &revision;
      ++longer_ones;
    }
  }
  if (longer_ones == 1) {
    return "did you mean " + quoted(longer->id) + "? In files ids are written in full";
  }
  if (!as_parent) {
    const auto count = static_cast<std::ptrdiff_t>(ids.size());
    for (const auto& [label, owner] : names.labels) ids.push_back(label);
    std::sort(ids.begin() + count, ids.end());
  }
  return did_you_mean(wanted, ids);
}

std::vector<RevisionIndex> without_duplicates(const std::vector<RevisionIndex>& list) {
  std::vector<RevisionIndex> result;
  for (const RevisionIndex revision : list) {
    if (std::ranges::find(result, revision) == result.end()) result.push_back(revision);
  }
  return result;
}

std::string cycle_message(std::span<const Revision> revisions,
                          const std::vector<RevisionIndex>& cycle, bool with_dependencies) {
  const std::string way =
      with_dependencies ? "by down_revision and depends_on together" : "by down_revision";
  if (cycle.size() == 1) {
    return "revision " + quoted(revisions[cycle.front()].id) + " names itself in " +
           (with_dependencies ? "depends_on" : "down_revision");
  }
  std::string message = counted(static_cast<long long>(cycle.size()), "revision") +
                        " need each other in a circle " + way + ": " +
                        quoted(revisions[cycle.front()].id);
  for (std::size_t i = 1; i <= cycle.size(); ++i) {
    if (i == names_shown_of_a_cycle) return message + " needs …";
    message += " needs " + quoted(revisions[cycle[i % cycle.size()]].id);
  }
  return message;
}

void report_knots(std::span<const Revision> revisions, const std::vector<Knot>& knots,
                  bool with_dependencies, std::vector<GraphProblem>& problems) {
  for (const Knot& knot : knots) {
    const RevisionIndex first = knot.cycle.front();
    const Revision::Lines& lines = revisions[first].lines;
    problems.push_back(
        {Code::cycle, cycle_message(revisions, knot.cycle, with_dependencies),
         "one of them must name an older revision, or none", first,
         with_dependencies && lines.depends_on > 0 ? lines.depends_on : lines.down_revision});
  }
}

void cut(const std::vector<Knot>& knots, std::vector<std::vector<RevisionIndex>>& edges) {
  for (const Knot& knot : knots) {
    for (const RevisionIndex member : knot.members) {
      std::erase_if(edges[member], [&](RevisionIndex need) {
        return std::ranges::binary_search(knot.members, need);
      });
    }
  }
}

}  // namespace

Names collect_names(std::span<const Revision> revisions, std::vector<GraphProblem>& problems) {
  Names names;
  names.ids.reserve(revisions.size());
  for (RevisionIndex i = 0; i < revisions.size(); ++i) {
    const Revision& revision = revisions[i];
    if (std::string why = why_not_a_name(revision.id, revision.kind); !why.empty()) {
      problems.push_back({Code::bad_revision_id,
                          "the revision id " + quoted(revision.id) + ' ' + why, "", i,
                          revision.lines.revision});
    }
    const auto [known, is_new] = names.ids.emplace(revision.id, i);
    if (is_new || revision.id.empty()) continue;
    const Revision& other = revisions[known->second];
    problems.push_back({Code::duplicate_revision,
                        "the revision id " + quoted(revision.id) + " is already used by " +
                            place_of(other, other.lines.revision),
                        "give one of the two another id, and correct what names it as a parent", i,
                        revision.lines.revision});
  }
  for (RevisionIndex i = 0; i < revisions.size(); ++i) {
    for (const std::string& label : revisions[i].branch_labels) {
      check_label(revisions, i, label, names, problems);
    }
  }
  return names;
}

Links collect_links(std::span<const Revision> revisions, const Names& names,
                    std::vector<GraphProblem>& problems) {
  Links links{.parents = std::vector<std::vector<RevisionIndex>>(revisions.size()),
              .dependencies = std::vector<std::vector<RevisionIndex>>(revisions.size())};
  std::size_t missing = 0;
  const auto report = [&](RevisionIndex from, const std::string& wanted, bool as_parent) {
    const Revision& revision = revisions[from];
    std::string hint;
    if (missing++ < suggestions_at_most)
      hint = missing_hint(revisions, names, from, wanted, as_parent);
    problems.push_back({Code::missing_parent,
                        "revision " + quoted(revision.id) +
                            (as_parent ? " has the parent " : " depends on ") + quoted(wanted) +
                            (as_parent ? ", and no file has that id"
                                       : ", and no file has that id or branch label"),
                        std::move(hint), from,
                        as_parent ? revision.lines.down_revision : revision.lines.depends_on});
  };
  for (RevisionIndex i = 0; i < revisions.size(); ++i) {
    for (const std::string& parent : revisions[i].down_revision) {
      const auto found = names.ids.find(parent);
      found != names.ids.end() ? links.parents[i].push_back(found->second)
                               : report(i, parent, true);
    }
    for (const std::string& need : revisions[i].depends_on) {
      const auto id = names.ids.find(need);
      const auto label = names.labels.find(need);
      if (id != names.ids.end()) {
        links.dependencies[i].push_back(id->second);
      } else if (label != names.labels.end()) {
        links.dependencies[i].push_back(label->second);
      } else {
        report(i, need, false);
      }
    }
    links.parents[i] = without_duplicates(links.parents[i]);
    links.dependencies[i] = without_duplicates(links.dependencies[i]);
  }
  return links;
}

void remove_cycles(std::span<const Revision> revisions, Links& links,
                   std::vector<GraphProblem>& problems) {
  const std::vector<Knot> by_parents = find_knots(links.parents);
  report_knots(revisions, by_parents, false, problems);
  cut(by_parents, links.parents);

  std::vector<std::vector<RevisionIndex>> needs = links.parents;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    needs[i].insert(needs[i].end(), links.dependencies[i].begin(), links.dependencies[i].end());
  }
  const std::vector<Knot> with_dependencies = find_knots(needs);
  report_knots(revisions, with_dependencies, true, problems);
  cut(with_dependencies, links.parents);
  cut(with_dependencies, links.dependencies);
}

}  // namespace aludel
