#pragma once

#include "db/support/fixture.hpp"

namespace aludel::testing {

/// A database with one applied revision, and a project that gets scripts.
class WithScripts : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    project->add("aaaa0001", "CREATE TABLE prices (id integer PRIMARY KEY, asset text, p integer);",
                 "DROP TABLE prices;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  void script(const std::string& name, const std::string& text) {
    project->write("migrations/scripts/" + name, text);
  }
};

}  // namespace aludel::testing
