#include "app/test/walk.hpp"

#include <algorithm>
#include <array>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// What the database said.
const std::string& words_of(const Diagnostic& problem) {
  return problem.place && !problem.place->label.empty() ? problem.place->label : problem.message;
}

/// The rows are of our making: what others would be refused for says nothing of the revision.
bool is_of_the_rows(const Diagnostic& problem) {
  if (problem.code == info(Code::verify_failed).id) return true;
  constexpr std::array<std::string_view, 4> states{"23505", "23503", "23514", "23P01"};
  if (!problem.sqlstate.empty())
    return problem.sqlstate.starts_with("22") ||
           std::ranges::find(states, problem.sqlstate) != states.end();
  constexpr std::array<std::string_view, 4> words{"UNIQUE constraint", "CHECK constraint",
                                                  "FOREIGN KEY constraint", "cannot store"};
  return std::ranges::any_of(
      words, [&](std::string_view each) { return words_of(problem).contains(each); });
}

RowCounts more_in(const RowCounts& after, const RowCounts& before) {
  RowCounts more;
  for (const auto& [name, count] : after) {
    const auto found = before.find(name);
    if (found != before.end() && count > found->second) more[name] = count - found->second;
  }
  return more;
}

}  // namespace

Walk::Walk(const TestRequest& request, std::vector<RevisionIndex> order, const Walk* empty,
           std::vector<TestCase>& cases)
    : request_(request), order_(std::move(order)), empty_(empty), cases_(cases) {}

void Walk::run() {
  begin_anew(0);
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (reached_ < i) {
      skip(i, "revision " + request_.run.graph[order_[reached_]].id + " before it did not run");
    } else {
      step(i);
    }
  }
  trial_.reset();
}

void Walk::step(std::size_t index) {
  const KnownState before = state_;
  const RowCounts counts_before = counts_;
  if (!up(index)) return;
  const RowCounts kept = kept_in_both(counts_before, counts_);
  inserted_[order_[index]] = more_in(counts_, counts_before);
  fill();
  const KnownState after = state_;
  if (down(index, before, kept)) up_again(index, after, kept);
  fill();
}

bool Walk::up(std::size_t index) {
  TestCase test = begin(index, "up");
  try {
    trial_->run(order_[index], Direction::up);
  } catch (const Error& error) {
    if (!is_finding(error)) throw;
    refused(test, "upgrade", error);
    end(std::move(test));
    if (with_rows()) begin_anew(index + 1);
    return false;
  }
  look();
  reached_ = index + 1;
  end(std::move(test));
  return true;
}

bool Walk::down(std::size_t index, const KnownState& before, const RowCounts& kept) {
  const RevisionIndex revision = order_[index];
  TestCase test = begin(index, "down");
  if (with_rows() && empty_->not_reversed().contains(revision)) {
    test.outcome = TestOutcome::skipped;
    test.message = "it is not reversed on an empty database either";
    end(std::move(test));
    return false;
  }
  try {
    trial_->run(revision, Direction::down);
  } catch (const Error& error) {
    if (!is_finding(error)) throw;
    const bool is_reversible = error.diagnostic().code != info(Code::not_reversible).id;
    if (is_reversible) {
      refused(test, "downgrade", error);
    } else {
      no_way_back(test, revision, error);
    }
    end(std::move(test));
    not_reversed_.insert(revision);
    if (is_reversible) begin_anew(index + 1);
    return false;
  }
  look();
  const bool may_lose = said_of(request_, revision, Direction::down).may_lose_data;
  const bool leads_back = leads_to(test, before, kept, may_lose);
  end(std::move(test));
  if (leads_back) return true;
  not_reversed_.insert(revision);
  begin_anew(index + 1);
  return false;
}

void Walk::up_again(std::size_t index, const KnownState& after, const RowCounts& kept) {
  const RevisionIndex revision = order_[index];
  TestCase test = begin(index, "up again");
  bool is_as_before = false;
  const RowCounts left = kept_in_both(kept, counts_);
  try {
    trial_->run(revision, Direction::up);
    look();
    is_as_before =
        leads_to(test, after, left, said_of(request_, revision, Direction::up).may_lose_data);
  } catch (const Error& error) {
    if (!is_finding(error)) throw;
    refused(test, "upgrade, behind its downgrade,", error);
  }
  end(std::move(test));
  if (is_as_before) return;
  not_reversed_.insert(revision);
  begin_anew(index + 1);
}

bool Walk::leads_to(TestCase& test, const KnownState& wanted, const RowCounts& kept,
                    bool may_lose) {
  const bool is_down = test.name.ends_with(" down");
  const WhatDiffers differs = what_differs(state_, wanted, trial_->session().dialect());
  if (differs.count > 0) {
    test.outcome = TestOutcome::failed;
    test.message = (is_down ? "its downgrade does not lead back to what was there before: "
                            : "its upgrade makes something else the second time: ") +
                   counted(differs.count, "change") +
                   (differs.count == 1 ? " is missing" : " are missing");
    test.details = differs.lines;
    test.next = (is_down ? "add what is missing to the downgrade in "
                         : "let its downgrade take back all that its upgrade does, in ") +
                test.file + ", then `aludel test" + request_.flags + "`";
    return false;
  }
  std::vector<std::string> lost = lost_rows(kept, counts_);
  if (lost.empty() || may_lose) return true;
  test.outcome = TestOutcome::failed;
  test.message = std::string("its ") + (is_down ? "downgrade" : "upgrade, behind its downgrade,") +
                 " loses rows or values that are no part of it";
  test.details = std::move(lost);
  test.next = "correct " + test.file +
              ", or say why they may be lost: `-- aludel:allow-data-loss REASON` in that section";
  return false;
}

void Walk::refused(TestCase& test, const std::string& way, const Error& error) {
  if (with_rows() && is_of_the_rows(error.diagnostic())) {
    test.outcome = TestOutcome::skipped;
    test.message = "the generated rows do not fit it: " + words_of(error.diagnostic());
    return;
  }
  fail(request_, test, "its " + way + " fails" + (with_rows() ? " where tables have rows" : ""),
       error);
}

void Walk::no_way_back(TestCase& test, RevisionIndex revision, const Error& error) {
  const bool is_missing = said_of(request_, revision, Direction::down).is_missing;
  if (is_missing && request_.require_downgrades && !with_rows()) {
    fail(request_, test, "it has no downgrade", error);
    test.problems.clear();
    test.next = "write one into " + test.file +
                ", or say why there is none: `-- aludel:irreversible REASON`";
    return;
  }
  test.outcome = TestOutcome::skipped;
  test.message = is_missing ? "it has no downgrade" : error.diagnostic().message;
}

/// On another database, with the first `count` revisions.
void Walk::begin_anew(std::size_t count) {
  trial_.reset();
  trial_ = std::make_unique<Trial>(request_);
  for (std::size_t i = 0; i < count; ++i) trial_->run(order_[i], Direction::up);
  reached_ = count;
  look();
  fill();
}

void Walk::look() {
  state_ = trial_->state();
  if (with_rows() || request_.seeds) counts_ = trial_->counts(state_);
}

void Walk::fill() {
  if (!with_rows()) return;
  some_rows_.fill(trial_->session().connection(), state_.objects.catalog,
                  trial_->session().dialect().sql(), counts_);
}

void Walk::skip(std::size_t index, const std::string& reason) {
  TestCase test = begin(index, "up");
  test.outcome = TestOutcome::skipped;
  test.message = reason;
  end(std::move(test));
}

TestCase Walk::begin(std::size_t index, std::string_view what) {
  begin_ = Clock::now();
  return case_of(request_, with_rows() ? "rows" : "empty", order_[index], what);
}

void Walk::end(TestCase test) {
  test.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_);
  request_.tell(test);
  cases_.push_back(std::move(test));
}

}  // namespace aludel
