// `upgrade --backup` and `--restore-on-failure`.
#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

class UpgradeWithBackup : public WithBackups {};
ALUDEL_ON_BACKED_UP_DATABASES(UpgradeWithBackup);

TEST_P(UpgradeWithBackup, MakesNoneWhereNothingIsPending) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "--backup"}));
  EXPECT_TRUE(backups().empty());
}

TEST_P(UpgradeWithBackup, MakesOneBeforeTheFirstStep) {
  project->add("b2", "DELETE FROM prices;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "--backup"}));
  ASSERT_EQ(backups().size(), 1U);
  EXPECT_TRUE(says(backups().front(), "_a1_"));
}

TEST_P(UpgradeWithBackup, AFailureThatARollbackUndoesRestoresNothing) {
  project->add("b2", "DELETE FROM prices;\nINSERT INTO nowhere VALUES (1);");
  const Outcome outcome = run({"upgrade", "--restore-on-failure"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "a rollback was enough"));
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE kind = 'restore'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(UpgradeWithBackup, AFailureBehindACommittedStepIsUndoneByTheBackup) {
  project->add("b2", "DELETE FROM prices;");
  project->add("c3", "INSERT INTO nowhere VALUES (1);");
  const Outcome outcome = run({"upgrade", "--restore-on-failure"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "the database was restored from the backup "));
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(UpgradeWithBackup, WithoutRestoreTheBackupIsNamed) {
  project->add("b2", "DELETE FROM prices;");
  project->add("c3", "INSERT INTO nowhere VALUES (1);");
  const Outcome outcome = run({"upgrade", "--backup"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "`aludel db restore " + backups().front() + "`"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "0");
}

TEST_P(UpgradeWithBackup, SomebodyConnectedKeepsTheBackupFromBeingPutBackAndIsNamed) {
  project->add("b2", "DELETE FROM prices;");
  project->add("c3", "INSERT INTO nowhere VALUES (1);");
  const auto other = database->connect();
  other->query("SELECT 1");
  const Outcome outcome = run({"upgrade", "--restore-on-failure"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "could not be restored: "));
  EXPECT_TRUE(says(outcome.err, "pid "));
  EXPECT_TRUE(says(outcome.err, "next: `aludel db restore " + backups().front() + " --force` "));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "0");
}

TEST_P(UpgradeWithBackup, ForceEndsWhoIsConnectedAndPutsTheBackupBack) {
  project->add("b2", "DELETE FROM prices;");
  project->add("c3", "INSERT INTO nowhere VALUES (1);");
  const auto other = database->connect();
  other->query("SELECT 1");
  const Outcome outcome = run({"upgrade", "--restore-on-failure", "--force"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "the database was restored from the backup "));
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(UpgradeWithBackup, AFileThatCannotRunIsRefusedBeforeTheBackup) {
  project->add("b2", "INSERT INTO prices VALUES (4, 40);");
  project->add("c3", "-- aludel:batch table=prices key=id size=10\nUPDATE prices SET price = 1;");
  for (const char* option : {"--backup", "--restore-on-failure"})
    EXPECT_EXIT_CODE(3, run({"upgrade", option}));
  EXPECT_EXIT_CODE(3, run({"deploy", "--backup"}));
  EXPECT_TRUE(backups().empty());
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
}

TEST_P(UpgradeWithBackup, AScriptThatCannotRunIsRefusedBeforeAnythingIsChanged) {
  project->add("b2", "INSERT INTO prices VALUES (4, 40);");
  project->write("migrations/scripts/001.sql", "-- aludel:after b2\nCREATE VIEW v AS SELECT 1;");
  project->write("migrations/scripts/002.sql",
                 "-- aludel:batch table=prices key=id size=10\nUPDATE prices SET price = 1;");
  EXPECT_EXIT_CODE(3, run({"deploy", "--backup"}));
  EXPECT_TRUE(backups().empty());
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
  project->write("migrations/scripts/002.sql", "-- aludel:after b3\nCREATE VIEW w AS SELECT 1;");
  EXPECT_EXIT_CODE(3, run({"deploy", "--backup"}));
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
  project->write("migrations/scripts/002.sql", "CREATE VIEW w AS SELECT 1;");
  EXPECT_EXIT_CODE(0, run({"deploy", "--backup"}));
  EXPECT_EQ(backups().size(), 1U);
}

TEST_P(UpgradeWithBackup, MissingConsentIsAskedForBeforeTheBackup) {
  project->write("aludel.toml",
                 "[database]\nurl = \"" + database->url() + "\"\nprotected = true\n");
  project->add("b2", "DELETE FROM prices;");
  EXPECT_EXIT_CODE(6, run({"upgrade", "--backup"}));
  EXPECT_EXIT_CODE(6, run({"deploy", "--backup"}));
  EXPECT_TRUE(backups().empty());
}

TEST_P(UpgradeWithBackup, AProtectedDatabaseIsNotReplacedWithoutConsent) {
  project->write("aludel.toml",
                 "[database]\nurl = \"" + database->url() + "\"\nprotected = true\n");
  project->add("b2", "INSERT INTO prices VALUES (4, 40);");
  EXPECT_EXIT_CODE(6, run({"upgrade", "--restore-on-failure"}));
  EXPECT_EXIT_CODE(0, run({"upgrade", "--backup"}));
}

}  // namespace
}  // namespace aludel::testing
