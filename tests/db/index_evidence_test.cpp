// CREATE, DROP and REINDEX INDEX CONCURRENTLY that were begun and not seen to end.
#include "db/support/resume.hpp"

namespace aludel::testing {
namespace {

class IndexEvidence : public Resumed {
 protected:
  void SetUp() override {
    Resumed::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE asset (id INTEGER, name TEXT);\n"
                 "INSERT INTO asset VALUES (1, 'x'), (1, 'y');");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  std::string validity(const std::string& index) {
    return value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('" + index + "')");
  }
};
ALUDEL_ON_POSTGRESQL(IndexEvidence);

TEST_P(IndexEvidence, AFailedUniqueBuildIsDroppedAndBuiltAgain) {
  project->add("aaaa0002", "CREATE UNIQUE INDEX CONCURRENTLY ix_asset ON asset (id);");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "DETAIL: Key (id)=(1) is duplicated."));
  EXPECT_EQ(validity("ix_asset"), "f");
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "intent aaaa0002 1/1", "failed aaaa0002 1/1"}));
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  rows("DELETE FROM asset WHERE name = 'y'");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "cleaning up: DROP INDEX CONCURRENTLY IF EXISTS public.ix_asset"));
  EXPECT_EQ(validity("ix_asset"), "t");
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(IndexEvidence, AFailedBuildMayBeCorrectedToAnotherOne) {
  project->add("aaaa0002", "CREATE UNIQUE INDEX CONCURRENTLY ix_asset ON asset (id);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002", "CREATE INDEX CONCURRENTLY ix_asset_name ON asset (name);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ix_asset"), "") << "the INVALID index of the first attempt is in the way";
  EXPECT_EQ(validity("ix_asset_name"), "t");
}

TEST_P(IndexEvidence, AValidIndexAsTheStatementSaysIsRecognised) {
  for (const std::string sql :
       {"CREATE INDEX CONCURRENTLY ix ON asset (id)",
        "CREATE INDEX CONCURRENTLY ix ON public.asset USING btree (lower(name) DESC, id) INCLUDE "
        "(name) WHERE id > 0",
        "create index concurrently \"Ix Quoted\" on only asset (name text_pattern_ops)"}) {
    SCOPED_TRACE(sql);
    const std::string id = "bbbb000" + std::to_string(++added_);
    project->add(id, sql + ";");
    begun(id, sql);
    rows(sql);
    const Outcome again = run({"upgrade"});
    EXPECT_EXIT_CODE(0, again);
    EXPECT_TRUE(says(again.err, "is there and valid, as the statement says"));
    EXPECT_EQ(version_rows(), Lines{id});
    rows("DROP INDEX IF EXISTS ix, \"Ix Quoted\"");
  }
}

TEST_P(IndexEvidence, AValidIndexOfAnotherDefinitionNeedsADecision) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id)");
  rows("CREATE INDEX ix ON asset (name)");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "defined otherwise"));
  EXPECT_TRUE(says(refused.err, "aludel repair --applied"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  rows("DROP INDEX ix");
  ASSERT_EXIT_CODE(0, run({"repair", "--rolled-back", "--reason", "looked at it"}));
  EXPECT_EQ(value("SELECT reason FROM aludel_journal WHERE event = 'repaired'"), "looked at it");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ix"), "t");
}

TEST_P(IndexEvidence, AUniqueIndexIsNotTheSameAsOneThatIsNot) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (name);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (name)");
  rows("CREATE UNIQUE INDEX ix ON asset (name)");
  EXPECT_EXIT_CODE(9, run({"upgrade"}));
}

TEST_P(IndexEvidence, AnIndexOfAnotherTableIsNeitherTakenForItNorDropped) {
  rows("CREATE TABLE other (id INTEGER)");
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id)");
  rows("CREATE INDEX ix ON other (id)");
  EXPECT_TRUE(says(run({"upgrade"}).err, "on another table"));
  rows("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass");
  EXPECT_EXIT_CODE(9, run({"upgrade"}));
  EXPECT_EQ(validity("ix"), "f");
}

TEST_P(IndexEvidence, NamesThatStandInOtherWordsDoNotConfuseIt) {
  rows("CREATE TABLE te (e INTEGER)");
  const std::string sql = "CREATE INDEX CONCURRENTLY /* e on te */ e ON public . te (e)";
  project->add("aaaa0002", sql + ";");
  begun("aaaa0002", sql);
  rows("CREATE INDEX e ON te (e)");
  EXPECT_TRUE(says(run({"upgrade"}).err, "is there and valid, as the statement says"));
}

TEST_P(IndexEvidence, AnAnswerThatTheCatalogContradictsIsRefused) {
  rows("INSERT INTO asset (id, name) VALUES (1, 'a'), (2, 'a')");
  project->add("aaaa0002", "CREATE UNIQUE INDEX CONCURRENTLY ux ON asset (name);");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(validity("ux"), "f");
  const Outcome believed = run({"repair", "--applied"});
  EXPECT_EXIT_CODE(9, believed);
  EXPECT_TRUE(says(believed.err, "the database says otherwise"));
  EXPECT_TRUE(says(believed.err, "INVALID"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});

  // What the broken attempt left goes with the answer: nothing would ever look at it again.
  const Outcome undone = run({"repair", "--rolled-back"});
  ASSERT_EXIT_CODE(0, undone);
  EXPECT_TRUE(says(undone.err, "DROP INDEX"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relname = 'ux'"), "0");
  rows("DELETE FROM asset WHERE id = 2");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ux"), "t");
}

TEST_P(IndexEvidence, RepairRolledBackIsRefusedWhereTheIndexIsThereAsItShouldBe) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id)");
  rows("CREATE INDEX ix ON asset (id)");
  const Outcome refused = run({"repair", "--rolled-back"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "was applied"));
  ASSERT_EXIT_CODE(0, run({"repair", "--applied"}));
}

TEST_P(IndexEvidence, RepairAppliedFinishesTheRevision) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id)");
  rows("CREATE INDEX ix ON asset (name)");
  EXPECT_EXIT_CODE(9, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"repair", "--applied"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  EXPECT_TRUE(says(run({"upgrade"}).err, "nothing to do"));
  EXPECT_TRUE(says(run({"repair", "--applied"}).err, "nothing to repair"));
}

TEST_P(IndexEvidence, IfNotExistsDoesNotHideAnInvalidIndex) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON asset (id);");
  EXPECT_ANY_THROW(rows("CREATE UNIQUE INDEX CONCURRENTLY ix ON asset (id)"));
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "IF NOT EXISTS hides"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ix"), "t");
}

TEST_P(IndexEvidence, AnIndexWithoutNameIsRefused) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ON asset (id);");
  EXPECT_TRUE(says(run({"upgrade"}).err, "an index built CONCURRENTLY needs a name"));
}

TEST_P(IndexEvidence, ADropThatIsDoneIsRecognisedAndOneThatIsNotIsRepeated) {
  rows("CREATE INDEX ix ON asset (id)");
  project->add("aaaa0002", "DROP INDEX CONCURRENTLY ix;");
  begun("aaaa0002", "DROP INDEX CONCURRENTLY ix");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ix"), "");
  project->add("aaaa0003", "DROP INDEX CONCURRENTLY ix;");
  begun("aaaa0003", "DROP INDEX CONCURRENTLY ix");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "the index ix is gone"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(IndexEvidence, TheDebrisOfAReindexIsCleanedUp) {
  rows("CREATE INDEX ix ON asset (id)");
  project->add("aaaa0002", "REINDEX INDEX CONCURRENTLY ix;");
  begun("aaaa0002", "REINDEX INDEX CONCURRENTLY ix");
  rows("CREATE INDEX ix_ccnew ON asset (id)");
  rows("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_ccnew'::regclass");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(validity("ix_ccnew"), "");
  EXPECT_EQ(validity("ix"), "t");
}

TEST_P(IndexEvidence, OnTheWayDownTheRowGoesWithTheIntent) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (name);",
               "DROP INDEX CONCURRENTLY ix;\nDROP INDEX missing;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(4, run({"downgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_EXIT_CODE(9, run({"upgrade"}));
  project->change("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (name);",
                  "DROP INDEX CONCURRENTLY ix;");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

}  // namespace
}  // namespace aludel::testing
