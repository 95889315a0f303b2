// No room below the real program: a limit of the size of files, and a small file system that is
// full, in every revision of a corpus, up and down, with a rollback journal and with a write-ahead
// log; then, with room again, the same command ends as an undisturbed run.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "fault/support/disk_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;

/// A small file system of this process alone, gone with it.
class SmallFileSystem {
 public:
  SmallFileSystem() {
    if (unshare(CLONE_NEWNS) != 0 ||
        mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=3m") != 0)
      why_not_ = std::strerror(errno);
  }
  SmallFileSystem(const SmallFileSystem&) = delete;
  SmallFileSystem& operator=(const SmallFileSystem&) = delete;
  ~SmallFileSystem() {
    if (why_not_.empty()) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  /// Empty where it is there.
  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  [[nodiscard]] fs::path database() const { return folder_.path() / "database"; }
  void leave(std::size_t bytes) const {
    struct statvfs room{};
    statvfs(folder_.path().c_str(), &room);
    const std::size_t free = room.f_bavail * room.f_bsize;
    std::ofstream(ballast()) << std::string(free - std::min(free, bytes), ' ');
  }
  void make_room() const { fs::remove(ballast()); }

 private:
  [[nodiscard]] fs::path ballast() const { return folder_.path() / "ballast"; }

  TemporaryFolder folder_;
  std::string why_not_;
};

/// The moves to try, and in each how much room there is.
struct Choice {
  std::vector<Move> moves;
  std::size_t rooms_of_a_move = 0;
};

Choice choose(const std::vector<CorpusRevision>& corpus, std::mt19937& random) {
  Choice choice{.moves = moves_through(corpus), .rooms_of_a_move = proof() ? 40u : 4u};
  if (proof()) return choice;
  std::vector<Move> some;
  std::ranges::sample(choice.moves, std::back_inserter(some), 16, random);
  choice.moves = some;
  return choice;
}

class SqliteFullDisk : public ::testing::TestWithParam<const char*> {
 protected:
  /// Tries each chosen move with several bounds, up to `most`, none too small for a message.
  template <typename Most, typename Try>
  void try_all(DiskTrial& trial, const std::string& what, Most most, Try try_one) {
    std::mt19937 random(seed_);
    const Choice choice = choose(corpus_, random);
    long long tried = 0;
    int deviations = 0;
    for (const Move& move : choice.moves) {
      const DiskMove wanted = trial.run_undisturbed(move);
      for (std::size_t i = 0; i < choice.rooms_of_a_move; ++i) {
        std::uniform_int_distribution<std::size_t> rooms(4096, 4096 + most(trial));
        const std::size_t room = rooms(random);
        const DiskFaultPlan plan{.fault = "full", .at = static_cast<int>(room), .call = what};
        const std::string problems = try_one(wanted, plan, room);
        ++tried;
        if (problems.empty()) continue;
        ++deviations;
        ADD_FAILURE() << "seed " << seed_ << "\n" << problems;
      }
    }
    EXPECT_GT(trial.faults(), tried / 10) << "it was hardly ever full";
    tell_figures(
        fmt::format("{}, SQLite, {}: {} runs, {} of them without room, {} deviations, "
                    "seed {}",
                    what, GetParam(), tried, trial.faults(), deviations, seed_));
    for (const auto& [ending, times] : trial.endings())
      tell_figures(fmt::format("  {:>5} × {}", times, ending));
  }

  std::vector<CorpusRevision> corpus_ = read_corpus(ALUDEL_SOURCE_DIR "/tests/fault/corpus/sqlite");
  unsigned seed_ = chosen_seed();
};

std::size_t size_of_largest(const fs::path& folder) {
  std::size_t largest = 0;
  for (const auto& entry : fs::directory_iterator(folder))
    largest = std::max<std::size_t>(largest, entry.file_size());
  return largest;
}

TEST_P(SqliteFullDisk, IsALimitOfTheSizeOfFiles) {
  DiskTrial trial(corpus_, GetParam(), ALUDEL_PROGRAM);
  try_all(
      trial, "limit of file size",
      [](const DiskTrial& at) { return size_of_largest(at.folder()) + 8192; },
      [&](const DiskMove& move, const DiskFaultPlan& plan, std::size_t room) {
        const auto limit = [room] {
          const rlimit most{room, room};
          setrlimit(RLIMIT_FSIZE, &most);
        };
        return trial.run_without_room(move, plan, {.in_child = limit}, [] {}, [] {});
      });
}

TEST_P(SqliteFullDisk, IsASmallFileSystem) {
  const SmallFileSystem small;
  if (!small.why_not().empty())
    GTEST_SKIP() << "no file system can be mounted here: " << small.why_not();
  DiskTrial trial(corpus_, GetParam(), ALUDEL_PROGRAM, small.database());
  const std::map<std::string, std::string> temporary_files{
      {"SQLITE_TMPDIR", small.database().string()}, {"TMPDIR", small.database().string()}};
  try_all(
      trial, "small file system", [](const DiskTrial&) { return std::size_t{96} * 1024; },
      [&](const DiskMove& move, const DiskFaultPlan& plan, std::size_t room) {
        return trial.run_without_room(
            move, plan, {.environment = temporary_files}, [&] { small.leave(room); },
            [&] { small.make_room(); });
      });
}

INSTANTIATE_TEST_SUITE_P(With, SqliteFullDisk, ::testing::Values("delete", "wal"),
                         [](const auto& parameter) { return std::string(parameter.param); });

}  // namespace
}  // namespace aludel::testing
