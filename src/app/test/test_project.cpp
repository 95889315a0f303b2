#include "app/test/test_project.hpp"

#include <algorithm>
#include <ranges>

#include "app/scratch/beyond_database.hpp"
#include "app/test/offline_case.hpp"
#include "app/test/seeds_walk.hpp"
#include "app/test/walk.hpp"
#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

TestCase single_head(const TestRequest& request) {
  TestCase test;
  test.group = "project";
  test.name = "single head";
  const RevisionGraph& graph = request.run.graph;
  std::vector<std::string> heads;
  for (const RevisionIndex revision : request.run.own) {
    const bool has_child = std::ranges::any_of(graph.children(revision), [&](RevisionIndex child) {
      return request.run.own.contains(child);
    });
    if (!has_child) heads.push_back(graph[revision].id);
  }
  if (heads.size() < 2) return test;
  const std::string found =
      "there are " + std::to_string(heads.size()) + " heads: " + join(heads, ", ");
  test.message = found;
  if (request.allow_heads) return test;
  test.outcome = TestOutcome::failed;
  test.next = "`aludel merge heads -m \"Merge\"`; or `--allow-heads` where they are meant";
  return test;
}

TestCase models_match(const TestRequest& request, const KnownState& head) {
  TestCase test;
  test.group = "project";
  test.name = "models match";
  try {
    const WhatDiffers differs = told(request.models(head));
    if (differs.count == 0) return test;
    test.outcome = TestOutcome::failed;
    test.message =
        "the revisions do not make what the models say: " + counted(differs.count, "change") +
        (differs.count == 1 ? " is missing" : " are missing");
    test.details = differs.lines;
    test.next = "`aludel revision --autogenerate --from history -m \"…\"" + request.flags + "`";
  } catch (const Error& error) {
    if (!is_finding(error)) throw;
    fail(request, test, "the models cannot be used", error);
    for (Diagnostic& problem : test.problems)
      problem.next = "correct the models, then `aludel test" + request.flags + "`";
  }
  return test;
}

class ProjectTest {
 public:
  explicit ProjectTest(TestRequest request) : request_(std::move(request)) {}

  TestReport run() {
    for (const Step& step : plan_upgrade(request_.run.graph, request_.run.own, {}, "heads").steps)
      order_.push_back(step.revision);
    request_.place = place_for_revisions(std::move(request_.place), request_.run, order_);
    timed([&] { return single_head(request_); });
    request_.begins(counted(static_cast<long long>(order_.size()), "revision") +
                    " up, down and up again, on an empty scratch database");
    Walk empty(request_, order_, nullptr, report_.cases);
    empty.run();
    with_rows(empty);
    const bool is_whole = empty.reached() == order_.size();
    if (request_.seeds && is_whole) {
      request_.begins("the same from the newest one down, with the seeds");
      walk_with_seeds(request_, order_, empty, report_.cases);
    }
    if (is_whole) {
      if (request_.models) timed([&] { return models_match(request_, empty.state()); });
      request_.begins("the script of the whole history");
      timed([&] { return offline_case(request_, empty.state()); });
    }
    for (const std::string& object : empty.state().objects.not_covered)
      report_.notes.push_back("not compared: " + object);
    return std::move(report_);
  }

 private:
  void with_rows(const Walk& empty) {
    const std::vector<RevisionIndex> ran(
        order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(empty.reached()));
    if (ran.empty()) return;
    request_.begins("the same on another one, with a few rows in each table");
    Walk rows(request_, ran, &empty, report_.cases);
    rows.run();
    for (const auto& [table, reason] : rows.rows().refused())
      report_.notes.push_back("no generated row fits " + table + ": " + reason);
  }

  template <typename Work>
  void timed(const Work& work) {
    const Clock::time_point begin = Clock::now();
    TestCase test = work();
    test.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    request_.tell(test);
    report_.cases.push_back(std::move(test));
  }

  TestRequest request_;
  std::vector<RevisionIndex> order_;
  TestReport report_;
};

}  // namespace

TestReport test_project(const TestRequest& request) {
  return ProjectTest(request).run();
}

}  // namespace aludel
