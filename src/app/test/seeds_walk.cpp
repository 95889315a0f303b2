#include "app/test/seeds_walk.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

class SeedsWalk {
 public:
  SeedsWalk(const TestRequest& request, const Walk& empty, std::vector<TestCase>& cases)
      : request_(request), empty_(empty), cases_(cases), trial_(request) {}

  void run(const std::vector<RevisionIndex>& order) {
    for (const RevisionIndex revision : order) trial_.run(revision, Direction::up);
    if (!load()) return;
    for (auto each = order.rbegin(); each != order.rend(); ++each) {
      if (!there_and_back(*each)) return;
    }
  }

 private:
  bool load() {
    begin_ = Clock::now();
    TestCase test;
    test.group = "seeds";
    test.name = "seeds load";
    try {
      trial_.session().relocate();
      SeedRequest seeds = *request_.seeds;
      seeds.consent = {};
      (void)run_seeds(trial_.session(), seeds);
    } catch (const Error& error) {
      if (!is_finding(error)) throw;
      fail(request_, test, "the seeds do not fit what the revisions make", error);
    }
    const bool loaded = test.outcome == TestOutcome::passed;
    end(std::move(test));
    return loaded;
  }

  /// @return whether the revision below it can be looked at
  bool there_and_back(RevisionIndex revision) {
    begin_ = Clock::now();
    TestCase test = case_of(request_, "seeds", revision, "down and up");
    if (empty_.not_reversed().contains(revision)) {
      test.outcome = TestOutcome::skipped;
      test.message = "it is not reversed on an empty database either";
      end(std::move(test));
      return false;
    }
    try {
      look(revision, test);
    } catch (const Error& error) {
      if (!is_finding(error)) throw;
      fail(request_, test, "its way down and up fails where the seeds are loaded", error);
    }
    const bool passed = test.outcome == TestOutcome::passed;
    end(std::move(test));
    if (passed) trial_.run(revision, Direction::down);
    return passed;
  }

  void look(RevisionIndex revision, TestCase& test) {
    RowCounts wanted = trial_.counts(trial_.state());
    // What the upgrade has put in its downgrade may take away.
    const RowCounts& inserted = empty_.inserted().at(revision);
    for (auto& [name, count] : wanted) {
      const auto found = inserted.find(name);
      if (found != inserted.end()) count = std::max(0LL, count - found->second);
    }
    trial_.run(revision, Direction::down);
    const RowCounts below = trial_.counts(trial_.state());
    std::erase_if(wanted, [&](const auto& each) { return !below.contains(each.first); });
    if (!said_of(request_, revision, Direction::down).may_lose_data)
      compare(wanted, below, "its downgrade", test);
    trial_.run(revision, Direction::up);
    if (test.outcome == TestOutcome::passed &&
        !said_of(request_, revision, Direction::up).may_lose_data)
      compare(kept_in_both(wanted, below), trial_.counts(trial_.state()),
              "its upgrade, behind its downgrade,", test);
  }

  static void compare(const RowCounts& wanted, const RowCounts& found, const std::string& way,
                      TestCase& test) {
    test.details = lost_rows(wanted, found);
    if (test.details.empty()) return;
    test.outcome = TestOutcome::failed;
    test.message = way + " loses rows or values that are no part of it";
    test.next = "correct " + test.file +
                ", or say why they may be lost: `-- aludel:allow-data-loss REASON` in that section";
  }

  void end(TestCase test) {
    test.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_);
    request_.tell(test);
    cases_.push_back(std::move(test));
  }

  const TestRequest& request_;
  const Walk& empty_;
  std::vector<TestCase>& cases_;
  Trial trial_;
  Clock::time_point begin_;
};

}  // namespace

void walk_with_seeds(const TestRequest& request, const std::vector<RevisionIndex>& order,
                     const Walk& empty, std::vector<TestCase>& cases) {
  SeedsWalk(request, empty, cases).run(order);
}

}  // namespace aludel
