#include "app/test/trial.hpp"

#include <algorithm>
#include <iterator>

#include "app/compare/compare.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

void add_only_in(const std::vector<std::string>& one, const std::vector<std::string>& other,
                 const std::string& words, WhatDiffers& differs) {
  std::vector<std::string> only;
  std::ranges::set_difference(one, other, std::back_inserter(only));
  for (const std::string& object : only) differs.lines.push_back(object + " " + words);
  differs.count += static_cast<long long>(only.size());
}

}  // namespace

void Trial::run(RevisionIndex revision, Direction direction) {
  RunRequest request = request_.run;
  request.direction = direction;
  request.target = request.graph[revision].id;
  request.alone = revision;
  request.consent = {};
  request.one_transaction = false;
  // What is in other databases is not looked at.
  request.applied_elsewhere = [](const Revision&) { return true; };
  (void)aludel::run(session_, request);
}

KnownState Trial::state() {
  session_.relocate();
  return state_of(session_);
}

RowCounts Trial::counts(const KnownState& state) {
  return count_rows(session_.connection(), state.objects.catalog, session_.dialect().sql());
}

bool is_finding(const Error& error) {
  const std::string& code = error.diagnostic().code;
  const int exit_code = exit_code_of(code);
  constexpr int of_files = 3;
  constexpr int of_statements = 4;
  constexpr int half_way = 9;
  return (exit_code == of_files || exit_code == of_statements || exit_code == half_way) &&
         code != info(Code::disk_full).id;
}

WhatDiffers told(const ComparedStates& compared) {
  WhatDiffers differs;
  for (const RenderedChange& change : compared.changes) {
    differs.count += static_cast<long long>(change.what.size());
    differs.lines.insert(differs.lines.end(), change.what.begin(), change.what.end());
    for (const RenderedStatement& statement : change.rendering.statements) {
      for (const std::string& line : lines_of(statement.sql + ";"))
        differs.lines.push_back("    " + line);
    }
  }
  for (const Refusal& refusal : compared.refusals) {
    differs.lines.push_back("not the same: " + refusal.object + ": " + refusal.reason);
    ++differs.count;
  }
  return differs;
}

WhatDiffers what_differs(const KnownState& found, const KnownState& wanted,
                         const Dialect& dialect) {
  CompareOptions options{.online = false};
  ComparedStates compared = compare(found, wanted, dialect, nullptr, options);
  // A rename that is not taken back is to be told as one.
  for (const Rename& rename : compared.unclear) options.asked.push_back(word_of(rename));
  if (!options.asked.empty()) compared = compare(found, wanted, dialect, nullptr, options);
  WhatDiffers differs = told(compared);
  add_only_in(found.objects.not_covered, wanted.objects.not_covered, "should not be there",
              differs);
  add_only_in(wanted.objects.not_covered, found.objects.not_covered, "is gone", differs);
  return differs;
}

TestCase case_of(const TestRequest& request, std::string group, RevisionIndex revision,
                 std::string_view what) {
  const Revision& of = request.run.graph[revision];
  TestCase test;
  test.group = std::move(group);
  test.name = of.id + " " + std::string(what);
  test.revision = of.id;
  test.file = of.path;
  return test;
}

void fail(const TestRequest& request, TestCase& test, std::string message, const Error& error) {
  test.outcome = TestOutcome::failed;
  test.message = std::move(message);
  test.problems = error.report();
  for (Diagnostic& problem : test.problems) {
    problem.now = "nothing was changed: this was in a scratch database";
    problem.next = "correct " + (test.file.empty() ? "it" : test.file) + ", then `aludel test" +
                   request.flags + "`";
    if (problem.code == info(Code::not_runnable).id)
      problem.next = "write it as SQL under the same id: Alembic's files are not run here";
    problem.retryable = false;
  }
}

SaidOfWay said_of(const TestRequest& request, RevisionIndex revision, Direction direction) {
  const Revision& of = request.run.graph[revision];
  if (of.kind != RevisionKind::sql) return {};
  const RevisionBody body = read_body(request.run.read(of), dialect_for(request.place.url).sql());
  const auto& section = direction == Direction::up ? body.upgrade : body.downgrade;
  if (!section) return {.is_missing = true};
  return {.may_lose_data = section->allow_data_loss.has_value()};
}

}  // namespace aludel
