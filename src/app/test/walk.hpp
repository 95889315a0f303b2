#pragma once

#include <memory>
#include <set>

#include "app/test/some_rows.hpp"
#include "app/test/trial.hpp"

namespace aludel {

/// Each revision up, down and up again, in the order in which an upgrade runs them, on one scratch
/// database: only where something fails there another one takes its place.
class Walk {
 public:
  /// @param empty  the walk on a database without rows that was before this one, whose tables get
  ///               some; null: this is that one
  Walk(const TestRequest& request, std::vector<RevisionIndex> order, const Walk* empty,
       std::vector<TestCase>& cases);

  void run();

  /// How far upgrades came: of the order.
  [[nodiscard]] std::size_t reached() const { return reached_; }
  /// Where the last of them led; of a walk that came to its end.
  [[nodiscard]] const KnownState& state() const { return state_; }
  /// Revisions whose way down, or up again, does not lead where it should.
  [[nodiscard]] const std::set<RevisionIndex>& not_reversed() const { return not_reversed_; }
  /// How many rows an upgrade puts into a table on an empty database, by revision and name.
  [[nodiscard]] const std::map<RevisionIndex, RowCounts>& inserted() const { return inserted_; }
  [[nodiscard]] const SomeRows& rows() const { return some_rows_; }

 private:
  using Clock = std::chrono::steady_clock;

  void step(std::size_t index);
  /// @return whether there is something to be undone
  bool up(std::size_t index);
  bool down(std::size_t index, const KnownState& before, const RowCounts& kept);
  void up_again(std::size_t index, const KnownState& after, const RowCounts& kept);
  [[nodiscard]] bool leads_to(TestCase& test, const KnownState& wanted, const RowCounts& kept,
                              bool may_lose);
  void refused(TestCase& test, const std::string& way, const Error& error);
  void no_way_back(TestCase& test, RevisionIndex revision, const Error& error);
  void begin_anew(std::size_t count);
  void look();
  void fill();
  void skip(std::size_t index, const std::string& reason);
  void end(TestCase test);
  [[nodiscard]] TestCase begin(std::size_t index, std::string_view what);
  [[nodiscard]] bool with_rows() const { return empty_ != nullptr; }

  const TestRequest& request_;
  std::vector<RevisionIndex> order_;
  const Walk* empty_;
  std::vector<TestCase>& cases_;
  std::unique_ptr<Trial> trial_;
  KnownState state_;
  RowCounts counts_;
  SomeRows some_rows_;
  std::size_t reached_ = 0;
  std::set<RevisionIndex> not_reversed_;
  std::map<RevisionIndex, RowCounts> inserted_;
  Clock::time_point begin_;
};

}  // namespace aludel
