// `dev up`, `dev down`: a private PostgreSQL for a project.
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include <unistd.h>

#include "app/dev/dev_programs.hpp"
#include "base/text.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;

class DevelopmentServer : public ::testing::Test {
 protected:
  void SetUp() override {
    try {
      (void)dev_programs({}, std::nullopt);
    } catch (const Error& error) {
      if (servers_are_required()) FAIL() << error.what();
      GTEST_SKIP() << "no PostgreSQL server is installed";
    }
    project.emplace("${DATABASE_URL:-}", "");
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
    // Run by root, the server is another user's.
    fs::permissions(project->folder(), fs::perms::others_exec | fs::perms::others_read,
                    fs::perm_options::add);
  }
  void TearDown() override {
    if (project) (void)project->run({"dev", "down", "--delete"});
  }
  [[nodiscard]] std::string url() const {
    return std::string(trim(project->run({"dev", "url", "-q"}).out));
  }
  [[nodiscard]] Outcome upgrade() const { return project->run({"upgrade", "--url", url()}); }
  /// Processes that work in a folder of the project; a killed one that nobody waits for has none.
  [[nodiscard]] int processes() const {
    int count = 0;
    for (const fs::directory_entry& each : fs::directory_iterator("/proc")) {
      std::error_code gone;
      if (fs::read_symlink(each.path() / "cwd", gone)
              .string()
              .starts_with(project->folder().string()))
        ++count;
    }
    return count;
  }
  /// Of the server, as it has written it down.
  [[nodiscard]] pid_t pid() const {
    const Outcome said = project->run({"dev", "status"});
    const std::size_t at = said.out.find("pid ");
    return at == std::string::npos ? 0 : std::atoi(said.out.c_str() + at + 4);
  }

  std::optional<TestProject> project;
};

TEST_F(DevelopmentServer, IsThereAfterUpAndGoneAfterDown) {
  const Outcome up = project->run({"dev", "up"});
  ASSERT_EXIT_CODE(0, up);
  EXPECT_EQ(trim(up.out), url());
  EXPECT_TRUE(says(up.err, "PostgreSQL is up"));
  EXPECT_EXIT_CODE(0, upgrade());
  const Outcome again = project->run({"dev", "up"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "was up already"));
  EXPECT_GT(processes(), 0);

  EXPECT_EXIT_CODE(0, project->run({"dev", "down"}));
  EXPECT_EQ(processes(), 0);
  EXPECT_EXIT_CODE(8, upgrade());
  EXPECT_TRUE(says(project->run({"dev", "down"}).err, "was not up"));

  ASSERT_EXIT_CODE(0, project->run({"dev", "up"}));  // the data is what it was
  EXPECT_TRUE(says(upgrade().err, "nothing to do, the database is at aaaa0001"));
  EXPECT_EXIT_CODE(0, project->run({"dev", "down", "--delete"}));
  EXPECT_FALSE(fs::exists(project->folder() / ".aludel/dev"));
  EXPECT_TRUE(fs::exists(project->folder() / ".aludel/.gitignore"));
}

TEST_F(DevelopmentServer, ComesUpWhileAKilledDownStillStopsIt) {
  ASSERT_EXIT_CODE(0, project->run({"dev", "up"}));
  ASSERT_EXIT_CODE(0, upgrade());
  ASSERT_EQ(kill(pid(), SIGINT), 0);  // what `down` does before it is killed
  const Outcome up = project->run({"dev", "up"});
  EXPECT_EXIT_CODE(0, up);
  EXPECT_TRUE(says(upgrade().err, "nothing to do"));
}

TEST_F(DevelopmentServer, HalfOfItsDataIsNoServerAndNothingIsNotRemoved) {
  ASSERT_EXIT_CODE(0, project->run({"dev", "up"}));
  ASSERT_EXIT_CODE(0, project->run({"dev", "down"}));
  fs::remove(project->folder() / ".aludel/dev/data/PG_VERSION");
  EXPECT_TRUE(says(project->run({"dev", "status"}).out, "data that is not whole"));
  EXPECT_TRUE(says(project->run({"dev", "down", "--delete"}).err, "its data is removed"));
  EXPECT_TRUE(says(project->run({"dev", "down", "--delete"}).err, "there is no data of it"));
}

TEST_F(DevelopmentServer, ComesUpAgainAfterACrash) {
  ASSERT_EXIT_CODE(0, project->run({"dev", "up"}));
  ASSERT_EXIT_CODE(0, upgrade());
  const pid_t server = pid();
  ASSERT_GT(server, 0);
  ASSERT_EQ(kill(server, SIGKILL), 0);
  ASSERT_EXIT_CODE(0, project->run({"dev", "up"}));
  EXPECT_TRUE(says(upgrade().err, "nothing to do, the database is at aaaa0001"));
}

TEST_F(DevelopmentServer, ManyStartItAtOnceAndOneServerComesUp) {
  std::vector<Process> processes;
  for (int i = 0; i < 4; ++i) processes.push_back(project->start({"dev", "up"}));
  for (Process& each : processes) EXPECT_EXIT_CODE(0, each.wait());
  EXPECT_EXIT_CODE(0, upgrade());
}

TEST_F(DevelopmentServer, AnUpThatIsKilledAtAnyMomentEndsWellWhenItIsRunAgain) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr int rounds = 6;
  for (int round = 0; round < rounds; ++round) {
    Process process = project->start({"dev", "up"});
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 900));
    process.signal(SIGKILL);
    (void)process.wait();
    if (round % 2 == 0) {
      ASSERT_EXIT_CODE(0, project->run({"dev", "up"})) << "round " << round;
      ASSERT_EXIT_CODE(0, upgrade()) << "round " << round;
    }
    ASSERT_EXIT_CODE(0, project->run({"dev", "down", "--delete"})) << "round " << round;
    ASSERT_TRUE(eventually([&] { return processes() == 0; })) << "round " << round;
  }
}

TEST_F(DevelopmentServer, APathTooLongForASocketIsNoHindrance) {
  const fs::path folder = project->folder() / std::string(100, 'x') / "it's \"here\"";
  fs::create_directories(folder);
  project->write(folder / "aludel.toml", "[database]\nurl = \"${DATABASE_URL}\"\n");
  const auto run = [&](Words words) {
    words.insert(words.begin(), {"-c", (folder / "aludel.toml").string()});
    return project->run(words);
  };
  ASSERT_EXIT_CODE(0, run({"dev", "up"}));
  const std::string there = std::string(trim(run({"dev", "url"}).out));
  EXPECT_EXIT_CODE(0, run({"current", "--url", there}));
  const fs::path socket =
      there.substr(there.find("host=") + 5, there.find('&') - there.find("host=") - 5);
  EXPECT_EQ(fs::status(socket).permissions(), fs::perms::owner_all) << socket;
  EXPECT_EXIT_CODE(0, run({"dev", "down", "--delete"}));
  EXPECT_FALSE(fs::exists(socket)) << socket;
}

TEST_F(DevelopmentServer, TellsWhereItLookedForItsPrograms) {
  project->write("aludel.toml", "[aludel]\npg_bin = \"nowhere\"\n");
  const Outcome outcome = project->run({"dev", "up"});
  EXPECT_EXIT_CODE(10, outcome);
  EXPECT_TRUE(says(outcome.err, "no PostgreSQL server is installed"));
  EXPECT_TRUE(says(outcome.err, "nowhere"));
  EXPECT_FALSE(fs::exists(project->folder() / ".aludel"));
}

TEST_F(DevelopmentServer, RootIsToldWhichFolderItsUserMayNotEnter) {
  if (geteuid() != 0) GTEST_SKIP() << "this is not root";
  fs::permissions(project->folder(), fs::perms::owner_all);
  const Outcome outcome = project->run({"dev", "up"});
  EXPECT_EXIT_CODE(10, outcome);
  EXPECT_TRUE(says(outcome.err, "who may not enter " + project->folder().string()));
  EXPECT_TRUE(says(outcome.err, "chmod o+x"));
}

}  // namespace
}  // namespace aludel::testing
