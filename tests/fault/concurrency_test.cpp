// Many runs at the same moment, some of them killed: every step is applied once, everyone else
// succeeds, and nothing is left behind.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "base/host.hpp"
#include "fault/support/corpus.hpp"
#include "fault/support/proof.hpp"
#include "fault/support/snapshot.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;

struct Way {
  const char* name;
  std::vector<const char*> poolers;  ///< modes, taken in turn; empty: none, direct
  bool needs_no_session;             ///< all of its revisions must be transactions
};

class Concurrency : public ::testing::TestWithParam<Way> {
 protected:
  void SetUp() override {
    server_ = url_of(Server::postgresql).value_or("");
    for (const char* pooler : GetParam().poolers) {
      const char* url = *pooler == '\0'
                            ? server_.c_str()
                            : std::getenv((std::string("ALUDEL_TEST_PGBOUNCER_") + pooler).c_str());
      urls_.emplace_back(url == nullptr ? "" : url);
    }
    if (std::ranges::find(urls_, "") == urls_.end()) return;
    if (servers_are_required()) FAIL() << "there is no such server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }

  std::string server_;
  std::vector<std::string> urls_;
};

/// The part of the corpus that asks nobody, up to its mixed revisions.
std::vector<CorpusRevision> with_all_kinds() {
  auto corpus = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/postgresql");
  corpus.resize(36);
  return corpus;
}

/// Revisions that would be seen to have run twice.
std::vector<CorpusRevision> transactions_only() {
  std::vector<CorpusRevision> corpus;
  std::string parent;
  for (int i = 1; i <= 16; ++i) {
    const std::string id = "c0" + std::to_string(10 + i);
    const std::string what =
        i == 1 ? "CREATE TABLE counter (n integer);\nINSERT INTO counter VALUES (0);"
               : "UPDATE counter SET n = n + 1;\nCREATE TABLE t" + std::to_string(i) +
                     " AS SELECT * FROM counter;";
    corpus.push_back({.id = id,
                      .file = id + ".sql",
                      .parents = {},
                      .text = "-- Step\n--\n-- revision: " + id + "\n-- down_revision: " + parent +
                              "\n\n-- aludel:upgrade\n" + what + "\n",
                      .applied_when = {}});
    parent = id;
  }
  return corpus;
}

/// Where direct runs did all the work, or were first, nobody has made the table of leases.
Snapshot without_leases(Snapshot snapshot) {
  std::erase_if(snapshot.catalog,
                [](const std::string& line) { return line.contains("aludel_lease"); });
  return snapshot;
}

TEST_P(Concurrency, EveryStepIsAppliedOnceAndNothingIsLeftBehind) {
  const int runners = proof() ? 50 : 12;
  const int rounds = proof() ? 20 : 2;
  const unsigned seed = chosen_seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const CorpusProject project(GetParam().needs_no_session ? transactions_only() : with_all_kinds());
  const auto server = connect_to(server_);
  const std::string database = "many_" + random_hex(5);
  const std::string inside = with_database(server_, database);
  const auto start_over = [&] {
    server->query("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    server->query("CREATE DATABASE " + database + " TEMPLATE template0");
  };

  start_over();
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EXIT_CODE(0, project.run({"upgrade"}, with_database(urls_.back(), database)));
  const auto whole =
      std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
  const Snapshot wanted = without_leases(take_snapshot(*connect_to(inside), 0));

  int killed = 0;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    start_over();
    std::vector<Process> runs;
    for (std::size_t i = 0; i < static_cast<std::size_t>(runners); ++i)
      runs.push_back(project.start({"upgrade"}, with_database(urls_[i % urls_.size()], database)));
    for (int i = 0; i < runners / 5; ++i) {
      std::this_thread::sleep_for(milliseconds(random() % static_cast<unsigned>(whole.count())));
      runs[random() % runs.size()].signal(SIGKILL);
    }
    for (Process& run : runs) {
      const Outcome outcome = run.wait();
      if (outcome.signal == SIGKILL && !outcome.timed_out) {
        ++killed;
        continue;
      }
      EXPECT_EXIT_CODE(0, outcome);
    }
    EXPECT_EXIT_CODE(0, project.run({"upgrade"}, with_database(urls_.front(), database)));
    const auto look = connect_to(inside);
    EXPECT_EQ(difference(wanted, without_leases(take_snapshot(*look, 0))), "");
    const auto nobody = [&](const std::string& sql) {
      return eventually([&] { return look->query(sql).rows.at(0).at(0) == "0"; });
    };
    EXPECT_TRUE(
        nobody("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
               "(SELECT oid FROM pg_database WHERE datname = current_database())"))
        << "a migration lock is left behind";
    if (look->query("SELECT to_regclass('public.aludel_lease') IS NOT NULL").rows.at(0).at(0) ==
        "t") {
      EXPECT_TRUE(nobody("SELECT count(*) FROM aludel_lease WHERE expires_at > clock_timestamp()"))
          << "a lease is left behind";
    }
  }
  server->query("DROP DATABASE " + database + " WITH (FORCE)");
  tell_figures(fmt::format("concurrent runs, {}: {} rounds of {}, {} killed, seed {}{}",
                           GetParam().name, rounds, runners, killed, seed,
                           HasFailure() ? ", FAILED" : ""));
}

INSTANTIATE_TEST_SUITE_P(On, Concurrency,
                         ::testing::Values(Way{"direct", {""}, false},
                                           Way{"session_pool", {"SESSION"}, false},
                                           Way{"transaction_pool", {"TRANSACTION"}, true},
                                           Way{"mixed", {"", "TRANSACTION"}, true}),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace aludel::testing
