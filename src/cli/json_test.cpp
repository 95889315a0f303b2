#include "cli/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"

namespace aludel {

namespace {

TEST(Json, ADiagnosticHasEveryFieldAndNullForWhatItLacks) {
  const auto json = json_of(diagnostic(Code::bad_url, "no URL"));
  EXPECT_EQ(json.dump(),
            R"({"severity":"error","code":"E0207","message":"no URL","detail":null,"hint":null,)"
            R"("context":null,"sqlstate":null,"file":null,"line":null,"column":null,)"
            R"("label":null,"notes":[],"now":null,"next":null})");
}

TEST(Json, APlaceWithoutALineIsAFileAlone) {
  Diagnostic problem = diagnostic(Code::not_runnable, "not yet");
  problem.place = Place{.file = "a.py", .excerpt = {}, .label = {}};
  const auto json = json_of(problem);
  EXPECT_EQ(json["file"], "a.py");
  EXPECT_TRUE(json["line"].is_null() && json["column"].is_null());
}

TEST(Json, AnEventNamesItself) {
  const auto json = json_of(Event(StatementDone{"a1", 2, 3}));
  EXPECT_EQ(json.dump(),
            R"({"event":"statement_done","revision":"a1","statement":2,"statements":3})");
}

TEST(Json, ADurationWithoutLimitIsNull) {
  Waiting waiting;
  waiting.what = WaitingFor::migration_lock;
  EXPECT_TRUE(json_of(Event(waiting))["limit_ms"].is_null());
}

}  // namespace

}  // namespace aludel
