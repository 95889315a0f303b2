#include "migrate/seeds/seed_order.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/cycles.hpp"

namespace aludel {

namespace {

using Needs = std::vector<std::vector<RevisionIndex>>;
using ForeignKey = SeedTable::ForeignKey;

class SeedOrder {
 public:
  SeedOrder(std::span<const RepeatableScript* const> seeds,
            std::span<const FittedSeed* const> fitted)
      : seeds_(seeds), fitted_(fitted), needs_(seeds.size()), knot_of_(seeds.size()) {}

  std::vector<SeedGroup> groups() {
    find_needs();
    knots_ = find_knots(needs_);
    for (std::size_t k = 0; k < knots_.size(); ++k) {
      for (const RevisionIndex member : knots_[k].members) {
        knot_of_[member] = k;
        if (fitted_[member] == nullptr) refuse(knots_[k].cycle, "and one of them is SQL");
      }
    }
    placed_.assign(seeds_.size(), false);
    for (std::size_t i = 0; i < seeds_.size(); ++i) place(i);
    return std::move(groups_);
  }

 private:
  [[nodiscard]] const std::string& name(std::size_t i) const { return seeds_[i]->name; }

  void find_needs() {
    for (std::size_t i = 0; i < seeds_.size(); ++i) {
      for (std::size_t j = 0; j < seeds_.size(); ++j) {
        if (i == j) continue;
        const bool required = std::ranges::any_of(seeds_[i]->required, [&](const auto& named) {
          return named == name(j) || named + ".sql" == name(j) || named + ".csv" == name(j);
        });
        const bool refers = fitted_[i] != nullptr && fitted_[j] != nullptr &&
                            fitted_[i]->table.name != fitted_[j]->table.name &&
                            fitted_[i]->refers_to(fitted_[j]->table);
        if (required || refers) needs_[i].push_back(static_cast<RevisionIndex>(j));
      }
    }
  }

  /// Depth first, in the order given: each group behind those that its members need.
  void place(std::size_t i) {
    if (placed_[i]) return;
    std::vector<RevisionIndex> members{static_cast<RevisionIndex>(i)};
    if (knot_of_[i]) members = knots_[*knot_of_[i]].members;
    for (const RevisionIndex member : members) placed_[member] = true;
    for (const RevisionIndex member : members) {
      for (const RevisionIndex needed : needs_[member]) place(needed);
    }
    groups_.push_back(group_of(members));
  }

  SeedGroup group_of(const std::vector<RevisionIndex>& members) const {
    SeedGroup group;
    for (const std::size_t member : inner_order(members)) {
      group.members.push_back(member);
      group.late_columns.emplace_back();
    }
    for (std::size_t k = 0; k < group.members.size(); ++k) {
      const FittedSeed* fitted = fitted_[group.members[k]];
      if (fitted == nullptr) continue;
      for (const ForeignKey& foreign : fitted->table.foreign_keys) {
        if (!fitted->writes(foreign)) continue;
        const auto parent = std::ranges::find_if(group.members, [&](std::size_t member) {
          return fitted_[member]->table.name == foreign.parent;
        });
        if (parent == group.members.end()) continue;
        group.refers_to_itself = true;
        if (parent < group.members.begin() + static_cast<std::ptrdiff_t>(k) || foreign.deferrable ||
            foreign.parent == fitted->table.name)
          continue;
        for (std::string& column : columns_to_leave(*fitted, foreign))
          group.late_columns[k].push_back(std::move(column));
      }
    }
    return group;
  }

  /// Columns that may be NULL for a while, so that the database does not look.
  static std::vector<std::string> columns_to_leave(const FittedSeed& fitted,
                                                   const ForeignKey& foreign) {
    std::vector<std::string> columns;
    for (const SeedTable::Column& column : fitted.columns) {
      const bool refers = std::ranges::find(foreign.columns, column.name) != foreign.columns.end();
      if (refers && !column.not_null && !fitted.is_key(column.name)) columns.push_back(column.name);
    }
    return columns;
  }

  /// Among files that need each other: first those whose references cannot wait.
  std::vector<std::size_t> inner_order(const std::vector<RevisionIndex>& members) const {
    std::vector<std::size_t> order;
    std::vector<RevisionIndex> left = members;
    while (!left.empty()) {
      const auto next = std::ranges::find_if(left, [&](RevisionIndex candidate) {
        return std::ranges::none_of(
            left, [&](RevisionIndex other) { return cannot_wait(candidate, other); });
      });
      if (next == left.end()) refuse(left, "and the database looks at each row at once");
      order.push_back(*next);
      left.erase(next);
    }
    return order;
  }

  [[nodiscard]] bool cannot_wait(std::size_t child, std::size_t parent) const {
    if (child == parent) return false;
    const FittedSeed* fitted = fitted_[child];
    return std::ranges::any_of(fitted->table.foreign_keys, [&](const ForeignKey& foreign) {
      return foreign.parent == fitted_[parent]->table.name &&
             foreign.parent != fitted->table.name && fitted->writes(foreign) &&
             !foreign.deferrable && columns_to_leave(*fitted, foreign).empty();
    });
  }

  [[noreturn]] void refuse(const std::vector<RevisionIndex>& circle, const std::string& why) const {
    std::string shown;
    for (const RevisionIndex each : circle) shown += name(each) + " → ";
    Diagnostic problem = diagnostic(Code::cycle, "seeds need each other in a circle, " + why +
                                                     ": " + shown + name(circle.front()));
    problem.now = "nothing was changed by this run";
    problem.next =
        "make one of the foreign keys DEFERRABLE (`ALTER TABLE … ALTER CONSTRAINT … DEFERRABLE`) "
        "or its column nullable, or take an `aludel:requires` away";
    throw Error(std::move(problem));
  }

  std::span<const RepeatableScript* const> seeds_;
  std::span<const FittedSeed* const> fitted_;
  Needs needs_;
  std::vector<Knot> knots_;
  std::vector<std::optional<std::size_t>> knot_of_;
  std::vector<bool> placed_;
  std::vector<SeedGroup> groups_;
};

}  // namespace

std::vector<SeedGroup> order_seeds(std::span<const RepeatableScript* const> seeds,
                                   std::span<const FittedSeed* const> fitted) {
  return SeedOrder(seeds, fitted).groups();
}

}  // namespace aludel
