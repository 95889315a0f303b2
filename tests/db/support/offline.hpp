#pragma once

#include <string>
#include <vector>

#include "db/support/fixture.hpp"

namespace aludel::testing {

/// Runs a script with the database's own client, as a user would.
/// @param words  more words for the client
Outcome run_script(const TestDatabase& database, const std::string& script, Words words = {});

/// What a database holds: catalog, all rows of all tables, version rows, and the journal without
/// what differs from run to run (ids, times, who, where).
Lines contents(TestDatabase& database);

/// Scripts, and what they leave.
class Offline : public OnDatabase {
 protected:
  /// The script of `aludel WORDS… --sql`, which is given the kind of database and nothing more.
  std::string script(Words words) {
    for (const char* word : {"--sql", "--url", on_postgresql() ? "postgresql://" : "sqlite://"})
      words.emplace_back(word);
    const Outcome outcome = project->run(words);
    EXPECT_EXIT_CODE(0, outcome);
    return outcome.out;
  }
  Outcome play(const std::string& text, Words words = {}) {
    database->disconnect();
    return run_script(*database, text, std::move(words));
  }
};

}  // namespace aludel::testing
