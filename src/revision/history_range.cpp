#include "revision/history_range.hpp"

#include <optional>

#include "base/code.hpp"
#include "revision/applied.hpp"
#include "revision/describe.hpp"
#include "revision/lineage.hpp"
#include "revision/order.hpp"
#include "revision/quoted.hpp"
#include "revision/walk.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse(std::string_view range, const std::string& why, std::string next) {
  Diagnostic problem = diagnostic(Code::bad_target, "the range " + quoted(range) + ' ' + why);
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

/// Where one end of the range is; none: base.
using Places = std::vector<RevisionIndex>;

class Range {
 public:
  Range(const RevisionGraph& graph, const RevisionSet& own, std::span<const std::string> rows,
        std::string_view text)
      : graph_(graph), own_(own), rows_(rows), text_(text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) {
      refuse(text, "does not have one colon", "write [LOWER]:[UPPER], for instance `-3:current`");
    }
    if (colon > 0) lower_ = parse_target(text.substr(0, colon));
    if (colon + 1 < text.size()) upper_ = parse_target(text.substr(colon + 1));
  }

  std::vector<RevisionIndex> revisions() {
    const bool lower_counts = lower_ && lower_->symbol.empty();
    const bool upper_counts = upper_ && upper_->symbol.empty();
    if (lower_counts && upper_counts) {
      refuse(text_, "counts from nowhere", "name one of its ends, for instance `-3:current`");
    }
    if (lower_counts && lower_->steps > 0) {
      refuse(text_, "has a lower bound that goes up",
             "count from base: `base" + lower_->text + ":…`");
    }
    if (upper_counts && upper_->steps < 0) {
      refuse(text_, "has an upper bound that goes down",
             "count from a head: `…:head" + upper_->text + '`');
    }
    Places lower;
    Places upper;
    if (lower_counts) {
      upper = find(upper_, lower_);
      lower = count_from(upper, *lower_);
    } else {
      if (lower_) lower = find(lower_, std::nullopt);
      upper = upper_counts ? count_from(lower, *upper_) : find(upper_, lower_);
    }
    return between(lower, upper);
  }

 private:
  [[nodiscard]] AppliedState state() const { return applied_state(graph_, own_, rows_); }

  /// @param other  the other end: its branch holds for an open upper end too.
  [[nodiscard]] Places find(const std::optional<Target>& target,
                            const std::optional<Target>& other) const {
    if (!target) {
      if (!other || other->branch.empty()) return heads_of(graph_, own_);
      return heads_of(graph_, own_, branch_of(graph_, *other));
    }
    if (target->symbol != "current") {
      if (!target->relative()) return resolve_symbol(graph_, own_, *target, "history");
      const Position start = resolve_position(graph_, own_, *target, "history");
      return end_of(walk(graph_, own_, start, *target, branch_of(graph_, *target)));
    }
    const AppliedState now = state();
    const auto branch = branch_of(graph_, *target);
    if (!target->relative() && !branch) return now.rows;
    const Position start = start_of_walk(graph_, own_, now.applied, *target, branch);
    if (target->relative())
      return end_of(walk(graph_, own_, start, *target, branch, AtTheEdge::stop));
    return start ? std::vector{*start} : Places();
  }

  [[nodiscard]] Places count_from(const Places& from, const Target& steps) const {
    const auto branch = branch_of(graph_, steps);
    const Position start = start_of_walk(graph_, own_, graph_.closure(from), steps, branch);
    return end_of(walk(graph_, own_, start, steps, branch, AtTheEdge::stop));
  }

  [[nodiscard]] static Places end_of(const Walk& walked) {
    return walked.end ? std::vector{*walked.end} : Places();
  }

  [[nodiscard]] std::vector<RevisionIndex> between(const Places& lower, const Places& upper) const {
    RevisionSet shown = graph_.closure(upper);
    const bool from_base = !lower_ || lower.empty();
    if (!from_base) {
      shown &= graph_.descendants(lower);
      if (shown.empty()) {
        Diagnostic problem = diagnostic(Code::bad_target, "the range " + quoted(text_) +
                                                              " is empty: its upper bound does not "
                                                              "need its lower one");
        problem.notes = describe_all(graph_, lower);
        problem.next = "exchange the bounds, or name two revisions of one line";
        throw Error(std::move(problem));
      }
    }
    std::vector<RevisionIndex> order = newest_first(graph_, shown, set_of(maximal(graph_, shown)));
    std::erase_if(order, [&](RevisionIndex revision) { return !own_.contains(revision); });
    return order;
  }

  const RevisionGraph& graph_;
  const RevisionSet& own_;
  std::span<const std::string> rows_;
  std::string_view text_;
  std::optional<Target> lower_;
  std::optional<Target> upper_;
};

}  // namespace

std::vector<RevisionIndex> history_range(const RevisionGraph& graph, const RevisionSet& own,
                                         std::span<const std::string> rows,
                                         std::string_view range) {
  return Range(graph, own, rows, range.empty() ? ":" : range).revisions();
}

}  // namespace aludel
