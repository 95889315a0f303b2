// Other processes read and write the same SQLite file while the whole corpus is applied and undone,
// calmly, killed again and again, and above a disk that fails: nobody of them gets an error or sees
// half a step, and the end is that of a run alone.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "db/sqlite/sqlite_connection.hpp"
#include "fault/support/corpus.hpp"
#include "fault/support/proof.hpp"
#include "fault/support/sqlite_snapshot.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;

enum class Disturbance { none, kills, disk };

class SqliteNeighbours : public ::testing::TestWithParam<const char*> {
 protected:
  SqliteNeighbours() : project_("${DATABASE_URL}") {
    for (const CorpusRevision& revision : corpus_)
      project_.write("migrations/versions/" + revision.id + ".sql", revision.text);
  }

  [[nodiscard]] fs::path file() const { return folder_.path() / "app.db"; }
  [[nodiscard]] fs::path log() const { return folder_.path() / "log"; }

  [[nodiscard]] Process start(const Words& words, const char* program = ALUDEL_PROGRAM,
                              std::map<std::string, std::string> environment = {}) const {
    Words all{program};
    all.insert(all.end(), words.begin(), words.end());
    environment["DATABASE_URL"] = "sqlite:///" + file().string();
    return {all, {.folder = project_.folder(), .environment = std::move(environment)}};
  }
  [[nodiscard]] Outcome run(const Words& words) const { return start(words).wait(); }

  void query(const std::string& sql) const {
    open_sqlite({.path = file().string(), .access = Access::read_write})->query(sql);
  }
  void begin_anew() {
    for (const char* end : {"", "-journal", "-wal", "-shm"}) fs::remove(file().string() + end);
    query(std::string("PRAGMA journal_mode = ") + GetParam());
    query("CREATE TABLE neighbour (n INTEGER)");
    query("INSERT INTO neighbour VALUES (0)");
  }

  [[nodiscard]] Process neighbour(const std::string& role) const {
    return {{"python3", ALUDEL_SOURCE_DIR "/tests/fault/neighbour.py", role, file().string(),
             (folder_.path() / "stop").string(), log().string()},
            {}};
  }
  /// All that the neighbours have logged.
  [[nodiscard]] std::vector<json> observations() const {
    std::vector<json> all;
    std::ifstream lines(log());
    for (std::string line; std::getline(lines, line);) {
      const json seen = json::parse(line, nullptr, false);
      if (!seen.is_discarded()) all.push_back(seen);  // it may be being written
    }
    return all;
  }
  template <typename Work>
  void beside_neighbours(Work work) {
    fs::remove(folder_.path() / "stop");
    Process writer = neighbour("write");
    Process reader = neighbour("read");
    Process other_reader = neighbour("read");
    started_ += 3;
    EXPECT_TRUE(eventually([&] {
      return std::ranges::count_if(observations(), [](const json& seen) {
               return seen.contains("started");
             }) == started_;
    }));
    work();
    std::ofstream(folder_.path() / "stop") << "now";
    for (Process* process : {&writer, &reader, &other_reader}) {
      const Outcome outcome = process->wait();
      EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    }
  }

  /// What a neighbour sees between two steps: by where the database is.
  static std::string place(const json& seen) {
    const json& last = seen["last"];
    return (last.is_null() ? "up" : last[1].get<std::string>()) + " " + seen["rows"].dump();
  }
  /// At the end of a step, and not in the middle of one.
  static bool between_steps(const json& seen) {
    const json& last = seen["last"];
    return last.is_null() || (last[2] == "done" && last[3] == last[4]);
  }
  Snapshot look() const {
    Snapshot snapshot = take_sqlite_snapshot(file(), 0);
    const auto of_neighbours = [](const std::string& line) { return line.contains("neighbour"); };
    std::erase_if(snapshot.catalog, of_neighbours);
    std::erase_if(snapshot.data, of_neighbours);
    return snapshot;
  }
  /// Runs alone, one step at a time.
  void learn() {
    begin_anew();
    std::ofstream(folder_.path() / "stop") << "now";
    const auto keep = [&](const Words& words) {
      if (!words.empty()) {
        ASSERT_EXIT_CODE(0, run(words));
      }
      fs::remove(log());
      EXPECT_EQ(neighbour("read").wait().exit_code, 0);
      const json seen = observations().at(1);
      known_[place(seen)] = seen["digest"];
    };
    keep({});
    for (const CorpusRevision& revision : corpus_) keep({"upgrade", revision.id});
    at_head_ = look();
    for (std::size_t k = corpus_.size(); k-- > 0;)
      keep({"downgrade", k == 0 ? "base" : corpus_[k - 1].id});
    at_base_ = look();
    fs::remove(log());
  }

  /// Answers what the program asks where nothing in the database tells.
  void settle() {
    const json status = json::parse(run({"status", "--json"}).out);
    const std::string id = status["result"]["in_progress"]["revision"];
    const auto revision = std::ranges::find(corpus_, id, &CorpusRevision::id);
    ASSERT_FALSE(revision->applied_when.empty()) << id;
    const bool applied = open_sqlite({.path = file().string(), .access = Access::read_write})
                             ->query(revision->applied_when)
                             .rows.at(0)
                             .at(0) == "1";
    const Outcome outcome = run({"repair", applied ? "--applied" : "--rolled-back"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void disturb(const Words& command, Disturbance disturbance) {
    std::uniform_int_distribution<int> times(20, 400);
    std::uniform_int_distribution<int> calls(30, 3000);
    for (int i = 0; i < (proof() ? 20 : 5); ++i) {
      if (disturbance == Disturbance::kills) {
        Process process = start(command);
        std::this_thread::sleep_for(milliseconds(times(random_)));
        process.signal(SIGKILL);
        disturbed_ += process.wait().signal == SIGKILL ? 1 : 0;
      } else {
        const Outcome outcome = start(command, ALUDEL_DISK_PROGRAM,
                                      {{"ALUDEL_DISK_FAULT", i % 2 == 0 ? "io_error" : "dead"},
                                       {"ALUDEL_DISK_AT", std::to_string(calls(random_))}})
                                    .wait();
        EXPECT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 8 || outcome.exit_code == 9)
            << outcome.exit_code << outcome.err;
        disturbed_ += outcome.exit_code == 8 ? 1 : 0;
        if (outcome.exit_code == 9) settle();
      }
    }
  }
  void drive(const Words& command, Disturbance disturbance) {
    if (disturbance != Disturbance::none) disturb(command, disturbance);
    Outcome outcome = run(command);
    for (int i = 0; i < 3 && outcome.exit_code == 9; ++i) {
      settle();
      outcome = run(command);
    }
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void check_observations() {
    std::map<std::string, std::string> in_steps;
    for (const json& seen : observations()) {
      if (seen.contains("started")) continue;
      if (seen.contains("written")) {
        written_ += seen["written"].get<long long>();
        continue;
      }
      ASSERT_FALSE(seen.contains("error")) << seen;
      EXPECT_TRUE(seen["stays"].get<bool>()) << seen;
      ++seen_;
      if (between_steps(seen)) {
        ASSERT_TRUE(known_.contains(place(seen))) << seen;
        EXPECT_EQ(seen["digest"], known_[place(seen)]) << "half a step: " << seen;
        places_.insert(place(seen));
      } else if (seen["last"][2] == "done" || seen["last"][2] == "progress") {
        const auto [same, _] =
            in_steps.emplace(place(seen) + seen["last"].dump(), seen["digest"].get<std::string>());
        EXPECT_EQ(seen["digest"], same->second) << "half a segment: " << seen;
      }
    }
    fs::remove(log());
    started_ = 0;
  }

  std::vector<CorpusRevision> corpus_ = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/sqlite");
  TestProject project_;
  TemporaryFolder folder_;
  unsigned seed_ = chosen_seed();
  std::mt19937 random_{seed_};
  std::map<std::string, std::string> known_;
  Snapshot at_head_;
  Snapshot at_base_;
  std::set<std::string> places_;
  long started_ = 0;  ///< neighbours, since the log was empty
  long long seen_ = 0;
  long long written_ = 0;
  int disturbed_ = 0;
};

TEST_P(SqliteNeighbours, GetNoErrorAndSeeNoHalfStep) {
  learn();
  // A fast machine is at the end before the readers have looked often, or a kill finds a run.
  const std::size_t wanted_places = 12;
  const auto saw_enough = [&] { return places_.size() >= wanted_places && disturbed_ > 1; };
  for (int round = 0; round < (proof() ? 10 : 1) || !saw_enough(); ++round) {
    ASSERT_LT(round, 20) << "too little: " << places_.size() << " places, " << disturbed_
                         << " runs killed or failed";
    for (const auto disturbance : {Disturbance::none, Disturbance::kills, Disturbance::disk}) {
      SCOPED_TRACE(fmt::format("seed {}, disturbance {}", seed_, static_cast<int>(disturbance)));
      begin_anew();
      beside_neighbours([&] { drive({"upgrade", "head"}, disturbance); });
      EXPECT_EQ(difference(at_head_, look()), "");
      beside_neighbours([&] { drive({"downgrade", "base"}, disturbance); });
      EXPECT_EQ(difference(at_base_, look()), "");
      check_observations();
    }
  }
  EXPECT_GT(written_, 10);
  tell_figures(
      fmt::format("neighbours, SQLite, {}: {} transactions read, at {} places between "
                  "steps, {} written, {} runs killed or failed, seed {}",
                  GetParam(), seen_, places_.size(), written_, disturbed_, seed_));
}

/// A process that reads, and does not end its transaction for so long.
Process long_reader(const fs::path& file, const std::string& seconds) {
  Process reader({"python3", "-c",
                  "import sqlite3, sys, time\n"
                  "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
                  "c.execute('BEGIN')\n"
                  "c.execute('SELECT * FROM neighbour').fetchall()\n"
                  "print('reads', file=sys.stderr, flush=True)\n"
                  "time.sleep(float(sys.argv[2]))\n",
                  file.string(), seconds},
                 {});
  EXPECT_TRUE(eventually([&] { return reader.err_so_far().contains("reads"); }));
  return reader;
}

TEST_P(SqliteNeighbours, AreWaitedForWhenTheyReadForLong) {
  begin_anew();
  ASSERT_EQ(run({"upgrade", "s012"}).exit_code, 0);
  const Process reader = long_reader(file(), "3");
  const Outcome outcome = run({"upgrade", "s015"});  // DDL, and VACUUM
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EXIT_CODE(0, run({"upgrade", "head"}));
}

TEST_P(SqliteNeighbours, AreNamedWhenTheyReadForTooLong) {
  const bool keeps_writers_out = std::string(GetParam()) == "delete";
  begin_anew();
  for (const char* at : {"s012", "s013", "s037"}) {  // before DDL, VACUUM, batches
    ASSERT_EQ(run({"upgrade", at}).exit_code, 0);
    const Snapshot before = look();
    Process reader = long_reader(file(), "30");
    const Outcome outcome = run({"upgrade", "+1", "--lock-wait", "1s"});
    const std::string named = "held by pid " + std::to_string(reader.pid()) + " (python3";
    reader.signal(SIGKILL);
    reader.wait();
    EXPECT_EXIT_CODE(keeps_writers_out ? 5 : 0, outcome);
    if (!keeps_writers_out) continue;
    EXPECT_TRUE(says(outcome.err, named));
    EXPECT_TRUE(says(outcome.err, "= now: "));
    EXPECT_TRUE(says(outcome.err, "= next: "));
    EXPECT_EQ(difference(before.data, look().data), "");
    EXPECT_EQ(look().rows, before.rows);
    EXPECT_EXIT_CODE(0, run({"upgrade", "+1"}));
  }
}

INSTANTIATE_TEST_SUITE_P(With, SqliteNeighbours, ::testing::Values("delete", "wal"),
                         [](const auto& parameter) { return std::string(parameter.param); });

}  // namespace
}  // namespace aludel::testing
