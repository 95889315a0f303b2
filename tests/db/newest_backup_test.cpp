// `db restore` without a name: the newest backup, or none.
#include "base/code.hpp"
#include "base/file.hpp"
#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;

class NewestBackup : public WithRowsLostSinceTheBackup {
 protected:
  /// A whole backup that is newer than all others.
  std::string add_newest() {
    const std::string old = backups().front();
    std::string name = old.substr(0, old.rfind('_')) + "_29990101T000000Z";
    fs::copy(project->folder() / "backups" / old, project->folder() / "backups" / name,
             fs::copy_options::recursive);
    return name;
  }
  fs::path manifest_of(const std::string& name) const {
    return project->folder() / "backups" / name / "manifest.json";
  }
  void expect_refused(const std::string& newest) {
    const Outcome refused = run({"db", "restore"});
    EXPECT_EXIT_CODE(3, refused);
    EXPECT_TRUE(says(refused.err, "error[E0326]"));
    EXPECT_TRUE(says(refused.err, newest));
    EXPECT_TRUE(says(refused.err, "`aludel db restore " + backups().front() + "`"));
    EXPECT_EQ(value("SELECT count(*) FROM prices"), "1");
  }
};
ALUDEL_ON_BACKED_UP_DATABASES(NewestBackup);

TEST_P(NewestBackup, IsNotPassedOverWhereItsManifestIsDamaged) {
  const std::string newest = add_newest();
  write_file(manifest_of(newest), "{ \"format\": 1, ");
  expect_refused(newest);
}

TEST_P(NewestBackup, IsNotPassedOverWhereItsManifestIsMissing) {
  const std::string newest = add_newest();
  fs::remove(manifest_of(newest));
  expect_refused(newest);
  EXPECT_TRUE(says(run({"db", "list-backups"}).out, "damaged"));
}

TEST_P(NewestBackup, IsNotPassedOverWhereAFileIsMissing) {
  const std::string newest = add_newest();
  fs::remove(a_file_of(newest));
  expect_refused(newest);
}

TEST_P(NewestBackup, IsNotPassedOverWhereOnlyAChecksumTellsThatItIsDamaged) {
  const std::string newest = add_newest();
  const fs::path file = a_file_of(newest);
  std::string bytes = read_file(file, Code::config_unreadable);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_file(file, bytes);
  expect_refused(newest);
}

TEST_P(NewestBackup, AFolderWithoutItsManifestIsADamagedBackup) {
  const std::string newest = add_newest();
  fs::remove(manifest_of(newest));
  for (const std::string& named : {newest, "backups/" + newest, "./backups/" + newest + "/"}) {
    const Outcome refused = run({"db", "restore", named});
    EXPECT_EXIT_CODE(3, refused);
    EXPECT_TRUE(
        says(refused.err, "its manifest, backups/" + newest + "/manifest.json, is missing"));
    EXPECT_TRUE(says(refused.err, "= now: nothing was changed"));
    EXPECT_TRUE(says(refused.err, "`aludel db list-backups`"));
  }
}

TEST_P(NewestBackup, IsPassedOverWhereItIsUnfinished) {
  const std::string newest = add_newest();
  fs::remove(manifest_of(newest));
  fs::rename(project->folder() / "backups" / newest,
             project->folder() / "backups" / (newest + ".unfinished"));
  EXPECT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(NewestBackup, OfAnotherDatabaseIsPassedOver) {
  fs::create_directories(project->folder() / "backups/elsewhere_a1_29990101T000000Z");
  fs::create_directories(project->folder() / "backups/no_backup_at_all");
  EXPECT_EXIT_CODE(0, run({"db", "restore"}));
}

TEST_P(NewestBackup, ThatIsTheOnlyOneAndDamagedIsToldWithItsReason) {
  const std::string only = backups().front();
  write_file(manifest_of(only), "nothing");
  const Outcome refused = run({"db", "restore"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "error[E0326]"));
  EXPECT_TRUE(says(refused.err, only));
  EXPECT_TRUE(says(refused.err, "it is no manifest of a backup"));
}

TEST_P(NewestBackup, OfTheOtherKindIsRefusedBeforeAnythingIsAsked) {
  const std::string url = on_postgresql() ? "sqlite:///" + (project->folder() / "other.db").string()
                                          : "postgresql:///nowhere?host=/nowhere";
  const Outcome refused = run({"db", "restore", backups().front(), "--url", url});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, on_postgresql() ? "is one of a database on postgresql"
                                                : "is one of a database on sqlite"));
}

class HalfWayBackups : public WithBackups {};
ALUDEL_ON_BACKED_UP_DATABASES(HalfWayBackups);

TEST_P(HalfWayBackups, AreToldAsSuch) {
  project->add("a2",
               "BEGIN;\nCREATE TABLE more (id INTEGER);\nCOMMIT;\n"
               "BEGIN;\nINSERT INTO missing VALUES (1);\nCOMMIT;\n");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  const Outcome backup = run({"db", "backup"});
  EXPECT_EXIT_CODE(0, backup);
  EXPECT_TRUE(says(backup.err, "at a1, and revision a2 is in progress"));
  const Outcome restore = run({"db", "restore"});
  EXPECT_EXIT_CODE(0, restore);
  EXPECT_TRUE(says(restore.err, "the database is at a1, and revision a2 is in progress"));
}

}  // namespace
}  // namespace aludel::testing
