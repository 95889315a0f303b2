// Revisions in C++ that make tables of SQLite anew, among foreign keys, other steps and other
// writers.
#include "db/support/code_on_sqlite.hpp"

namespace aludel::testing {

namespace {

void create_owners(Operations& op) {
  op.create_table({.name = "owners",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "name", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_owners", .columns = {"id"}}}});
  op.create_table({.name = "pets",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "owner_id", .type = big_int()},
                               {.name = "age", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_pets", .columns = {"id"}},
                                   ForeignKey{.name = "fk_pets_owner",
                                              .columns = {"owner_id"},
                                              .table = "owners",
                                              .referred = {"id"},
                                              .on_delete = Action::cascade}}});
  op.bulk_insert("owners", {"id", "name"}, {{1, "ann"}, {2, "bob"}});
  op.bulk_insert("pets", {"id", "owner_id", "age"}, {{1, 1, "7"}, {2, 2, "9"}});
}

void name_owners(Operations& op) {
  op.alter_column("owners", "name", {.nullable = false});
}

class CodeRebuild : public CodeOnSqlite {
 protected:
  CodeRebuild() { options.foreign_keys = true; }
};

TEST_F(CodeRebuild, WhatIsCheckedAtTheEndIsFoundUnderItsNewName) {
  add("1", create_owners);
  add("2", [](Operations& op) {
    op.alter_column("pets", "age", {.type = integer()});
    name_owners(op);
    op.rename_table("pets", "animals");
    op.rename_column("animals", "age", "years");
  });
  up();
  EXPECT_EQ(rows("SELECT id, owner_id, typeof(years) FROM animals ORDER BY id"),
            (Lines{"1|1|integer", "2|2|integer"}));
}

TEST_F(CodeRebuild, TextsThatBecomeNumbersAreALossThatIsToldOnce) {
  add("1", create_owners);
  add("2", [](Operations& op) { op.execute("UPDATE pets SET age = '007' WHERE id = 1"); });
  up();
  add("3", [](Operations& op) {
    op.alter_column("pets", "age", {.type = integer()});
    op.alter_column("owners", "name", {.default_sql = "'nobody'"});
    op.alter_column("pets", "age", {.default_sql = "0"});
  });
  const Report report = up();
  ASSERT_EQ(report.losses.size(), 1U);
  EXPECT_EQ(report.losses[0].what, "how 1 value of pets.age is written (TEXT → INTEGER)");
  EXPECT_EQ(rows("SELECT age FROM pets ORDER BY id"), (Lines{"7", "9"}));
}

TEST_F(CodeRebuild, ACheckMayNameTheTableThatIsMadeAnew) {
  add("1", [](Operations& op) {
    op.execute(
        "CREATE TABLE t (a INTEGER CHECK (t.a > 0), b TEXT); INSERT INTO t VALUES (1, 'x');");
  });
  add("2", [](Operations& op) {
    op.create_check_constraint("t", {.name = "ck", .expression = "t.b <> ''"});
  });
  up();
  EXPECT_EQ(rows("SELECT * FROM t"), Lines{"1|x"});
  EXPECT_THROW(rows("INSERT INTO t (a, b) VALUES (0, 'x')"), Error);
  EXPECT_THROW(rows("INSERT INTO t (a, b) VALUES (1, '')"), Error);
}

TEST_F(CodeRebuild, WhatIsCheckedAtTheEndMayBeGone) {
  add("1", create_owners);
  add("2", [](Operations& op) {
    op.alter_column("pets", "age", {.type = integer()});
    name_owners(op);
    op.drop_table("pets");
  });
  up();
  EXPECT_EQ(rows("SELECT count(*) FROM owners"), Lines{"2"});
}

TEST_F(CodeRebuild, RowsThatReferToNothingAreFoundUnderTheTablesNewName) {
  add("1", create_owners);
  add("2", [](Operations& op) { op.drop_constraint("pets", "fk_pets_owner"); });
  add("3", [](Operations& op) {
    op.execute("DELETE FROM owners WHERE id = 2");
    op.create_foreign_key("pets", {.columns = {"owner_id"}, .table = "owners", .referred = {"id"}});
    op.rename_table("pets", "animals");
  });
  options.foreign_keys = std::nullopt;
  EXPECT_TRUE(failure().starts_with("E04")) << failure();
  EXPECT_EQ(rows("SELECT version_num FROM aludel_version"), Lines{"2"});
}

TEST_F(CodeRebuild, ACascadeThatIsOffMeanwhileIsNotLeftOutSilently) {
  add("1", [](Operations& op) {
    create_owners(op);
    op.create_table({.name = "toys", .columns = {{.name = "name", .type = text()}}});
  });
  add("2", [](Operations& op) {
    op.execute("DELETE FROM owners WHERE id = 2");
    op.alter_column("toys", "name", {.nullable = false});
  });
  EXPECT_TRUE(failure().contains("1 row would refer to nothing")) << failure();
  EXPECT_EQ(rows("SELECT version_num FROM aludel_version"), Lines{"1"});
}

TEST_F(CodeRebuild, InOneTransactionKeepsTheRowsThatReferToTheTable) {
  add("1", create_owners);
  up();
  // No catalog holds the virtual table, so the revision behind it is rendered when its turn comes.
  rows("CREATE VIRTUAL TABLE notes USING fts5(text)");
  add_sql("2", "INSERT INTO notes VALUES ('x');\nDROP TABLE notes;");
  add("3", name_owners);
  options.one_transaction = true;
  up();
  EXPECT_EQ(rows("SELECT id FROM pets ORDER BY id"), (Lines{"1", "2"}));
}

TEST_F(CodeRebuild, InOneTransactionWhatFailsAtItsTurnLeavesNothing) {
  add("1", create_owners);
  up();
  rows("CREATE VIRTUAL TABLE notes USING fts5(text)");
  add_sql("2", "CREATE TABLE other (id INTEGER);\nDROP TABLE notes;");
  add("3", [](Operations& op) { op.drop_column("nobody", "name"); });
  options.one_transaction = true;
  EXPECT_TRUE(failure().contains("nobody")) << failure();
  EXPECT_EQ(rows("SELECT name FROM sqlite_schema WHERE name IN ('other', 'notes')"),
            Lines{"notes"});
  EXPECT_EQ(rows("SELECT version_num FROM aludel_version"), Lines{"1"});
}

TEST_F(CodeRebuild, InOneTransactionWithADeletionThatShouldCascadeIsRefused) {
  add("1", create_owners);
  up();
  add("2", name_owners);
  add_sql("3", "DELETE FROM owners WHERE id = 2;");
  options.one_transaction = true;
  EXPECT_TRUE(failure().contains("1 row would refer to nothing")) << failure();
  EXPECT_EQ(rows("SELECT id FROM pets ORDER BY id"), (Lines{"1", "2"}));
}

TEST_F(CodeRebuild, TakesInWhatAnotherProgramHasChangedSinceItWasRendered) {
  add("1", create_owners);
  add_sql("2", "CREATE TABLE other (id INTEGER);");
  add("3", name_owners);
  up("1");
  bool changed = false;
  options.events = [&](const Event& event) {
    const auto* started = std::get_if<StepStarted>(&event);
    if (started == nullptr || started->revision != "3" || std::exchange(changed, true)) return;
    rows("ALTER TABLE owners ADD COLUMN phone TEXT DEFAULT '123'");
  };
  up();
  EXPECT_TRUE(changed);
  EXPECT_EQ(rows("SELECT id, phone FROM owners ORDER BY id"), (Lines{"1|123", "2|123"}));
}

}  // namespace

}  // namespace aludel::testing
