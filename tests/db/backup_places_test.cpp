// Backups of several databases of one name in one folder: environments, machines.
#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

class BackupPlaces : public WithBackups {
 protected:
  std::string url_of_place(const std::string& place) const {
    return "sqlite:///" + (project->folder() / place / "app.db").string();
  }
  Outcome run_at(const std::string& place, Words words) {
    words.insert(words.end(), {"--url", url_of_place(place)});
    return run(words);
  }
  void SetUp() override {
    WithBackups::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    for (const char* place : {"one", "two"}) {
      std::filesystem::create_directory(project->folder() / place);
      ASSERT_EXIT_CODE(0, run_at(place, {"upgrade"}));
      ASSERT_EXIT_CODE(0, run_at(place, {"db", "backup"}));
    }
  }
};
ALUDEL_ON_SQLITE(BackupPlaces);

TEST_P(BackupPlaces, AreCountedEachByItself) {
  ASSERT_EQ(backups().size(), 2);
  ASSERT_EXIT_CODE(0, run_at("two", {"db", "backup", "--keep", "1"}));
  EXPECT_EQ(backups().size(), 2) << "one of each place";
  EXPECT_EXIT_CODE(0, run_at("one", {"db", "restore"}));
}

TEST_P(BackupPlaces, AreNotTakenForEachOther) {
  const std::string newest = backups().back();  // of the second place
  EXPECT_TRUE(says(run_at("one", {"db", "restore"}).err, backups().front()));
  const Outcome outcome = run_at("one", {"db", "restore", newest});
  EXPECT_EXIT_CODE(6, outcome);
  EXPECT_TRUE(says(outcome.err, "the backup was made elsewhere: of " + url_of_place("two")));
  EXPECT_EXIT_CODE(0, run_at("one", {"db", "restore", newest, "--confirm", "app.db"}));
}

}  // namespace
}  // namespace aludel::testing
