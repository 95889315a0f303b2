#pragma once

#include <algorithm>
#include <string>

#include "db/support/fixture.hpp"

namespace aludel::testing {

/// What `plan` says of the losses of a revision, on a database with tables of known sizes.
template <typename Base>
class PlannedLosses : public Base {
 protected:
  void SetUp() override {
    Base::SetUp();
    if (this->project) this->project->add("aaaa0001", "");
  }
  /// The end of what `plan` says of `sql`: its losses; of what follows `before`, a revision ahead.
  std::string told(const std::string& sql) {
    this->project->change("aaaa0001", sql);
    const Outcome plan = this->run({"plan"});
    EXPECT_EXIT_CODE(0, plan);
    const std::size_t begin = std::min(plan.out.find("\nloses "), plan.out.size());
    return plan.out.substr(begin, plan.out.find("\nway back") - begin);
  }
  [[nodiscard]] bool loses_nothing(const std::string& sql) {
    return says(told(sql), "loses     nothing");
  }
};

}  // namespace aludel::testing

#define EXPECT_TOLD(sql, what)                                        \
  do {                                                                \
    const std::string told_text = told(sql);                          \
    EXPECT_TRUE(says(told_text, what)) << (sql) << "\n" << told_text; \
  } while (false)
#define EXPECT_NO_LOSS(sql)                                                          \
  do {                                                                               \
    const std::string told_text = told(sql);                                         \
    EXPECT_TRUE(says(told_text, "loses     nothing")) << (sql) << "\n" << told_text; \
  } while (false)
