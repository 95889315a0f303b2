// How long writers stand still while a migration runs on their table. It is measured and printed,
// not judged: that depends on the machine. That no write is lost is judged.
#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "db/support/fixture.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

using Clock = std::chrono::steady_clock;
using Times = std::vector<double>;

/// Sessions that change one row after the other, and note how long each change took.
class Writers {
 public:
  Writers(const TestDatabase& database, int rows) {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back([this, rows, i,
                             connection = database.connect()](const std::stop_token& stop) {
        std::minstd_rand random(static_cast<unsigned>(i + 1));
        while (!stop.stop_requested()) {
          const auto begin = Clock::now();
          connection->query("UPDATE price SET writes = writes + 1 WHERE id = " +
                            std::to_string(1 + random() % static_cast<unsigned>(rows)));
          times_.at(static_cast<std::size_t>(i))
              .push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
      });
    }
  }
  /// Milliseconds of each write, sorted.
  Times stop() {
    threads_.clear();
    Times all = times_[0];
    all.insert(all.end(), times_[1].begin(), times_[1].end());
    std::ranges::sort(all);
    return all;
  }

 private:
  std::array<Times, 2> times_;
  std::vector<std::jthread> threads_;
};

double quantile(const Times& sorted, double part) {
  const auto index = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
  return sorted.empty() ? 0 : sorted[index];
}

struct Measured {
  const char* what;
  const char* up;  ///< empty: nothing runs but the writers
};
constexpr Measured measured[]{
    {"nothing", ""},
    {"CREATE INDEX CONCURRENTLY", "CREATE INDEX CONCURRENTLY ix_a ON price (amount);"},
    {"CREATE INDEX", "CREATE INDEX ix_b ON price (amount);"},
    {"UPDATE of every row", "UPDATE price SET amount = amount + 1;"},
};

using LockBehaviour = OnPostgresql;
INSTANTIATE_TEST_SUITE_P(On, LockBehaviour, ::testing::Values(Server::postgresql), server_name);

TEST_P(LockBehaviour, OfMigrationsUnderAWriterWorkloadIsMeasured) {
  const int row_count = proof() ? 200000 : 20000;
  std::string table = fmt::format("{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "while", "run ms",
                                  "writes", "p50 ms", "p99 ms", "max ms");
  for (const auto& [what, up] : measured) {
    database.emplace(GetParam());
    project.emplace(database->url());
    project->add(
        "aaaa0001",
        "CREATE TABLE price (id integer PRIMARY KEY, amount integer, writes integer NOT NULL "
        "DEFAULT 0, note text);\nINSERT INTO price SELECT i, i % 1000, 0, repeat('x', 80) "
        "FROM generate_series(1, " +
            std::to_string(row_count) + ") AS i;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    rows("VACUUM ANALYZE price");
    project->add("aaaa0002", up);
    Writers writers(*database, row_count);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const auto begin = Clock::now();
    if (*up == '\0') {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
    } else {
      EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
    }
    const double took = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    const Times times = writers.stop();
    EXPECT_EQ(value("SELECT sum(writes) FROM price"), std::to_string(times.size()));
    table +=
        fmt::format("{:<28}{:>10.0f}{:>10}{:>10.1f}{:>10.1f}{:>10.1f}\n", what, took, times.size(),
                    quantile(times, 0.5), quantile(times, 0.99), times.empty() ? 0 : times.back());
  }
  tell_figures(fmt::format("two writers on a table of {} rows, each write a transaction:\n{}",
                           row_count, table));
}

}  // namespace
}  // namespace aludel::testing
