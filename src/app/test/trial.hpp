#pragma once

#include <string>
#include <vector>

#include "app/test/row_counts.hpp"
#include "app/test/test_project.hpp"

namespace aludel {

/// A scratch database that revisions are tried on, one at a time.
class Trial {
 public:
  explicit Trial(const TestRequest& request)
      : request_(request),
        scratch_(request.place),
        session_(options_for_scratch(request.options, scratch_.url())) {}

  /// @throws Error as `run`
  void run(RevisionIndex revision, Direction direction);
  [[nodiscard]] KnownState state();
  [[nodiscard]] RowCounts counts(const KnownState& state);
  [[nodiscard]] Session& session() { return session_; }

 private:
  const TestRequest& request_;
  ScratchDatabase scratch_;
  Session session_;
};

/// Whether an error says something of the project, and not of the machine or of the caller.
[[nodiscard]] bool is_finding(const Error& error);

/// What makes `wanted` of `found`, for the details of a case: each change, and its SQL below it.
struct WhatDiffers {
  long long count = 0;
  std::vector<std::string> lines;
};
[[nodiscard]] WhatDiffers told(const ComparedStates& compared);
[[nodiscard]] WhatDiffers what_differs(const KnownState& found, const KnownState& wanted,
                                       const Dialect& dialect);

/// A case of a revision, which passes unless something else is said of it.
[[nodiscard]] TestCase case_of(const TestRequest& request, std::string group,
                               RevisionIndex revision, std::string_view what);
/// The problems of `error` as those of a case that failed.
void fail(const TestRequest& request, TestCase& test, std::string message, const Error& error);

/// What the section of a revision in SQL says: of one in C++ nothing is known before it runs.
struct SaidOfWay {
  bool is_missing = false;
  bool may_lose_data = false;
};
[[nodiscard]] SaidOfWay said_of(const TestRequest& request, RevisionIndex revision,
                                Direction direction);

}  // namespace aludel
