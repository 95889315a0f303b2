// What SQLite has not is refused, and told is what to write instead.
#include "db/support/sqlite_memory.hpp"

namespace aludel::testing {
namespace {

class RefusalsSqlite : public ::testing::Test {
 protected:
  void SetUp() override { database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"); }

  void expect(const Operation& operation, const std::string& message, const std::string& hint) {
    const std::string refusal = refusal_of(database, operation);
    EXPECT_NE(refusal.find(message), std::string::npos) << "refused with: " << refusal;
    EXPECT_NE(refusal.find(hint, refusal.find(" / ")), std::string::npos) << refusal;
  }
  void expect_of_table(const Table& table, const std::string& message, const std::string& hint) {
    expect(CreateTable{table}, message, hint);
  }
  void expect_of_change(const TableChange& change, const std::string& message,
                        const std::string& hint) {
    expect(AlterTable{"t", {change}}, message, hint);
  }
  static Table with(Constraint constraint) {
    return {.name = "u",
            .columns = {{.name = "a", .type = text()}},
            .constraints = {std::move(constraint)}};
  }
  static Table with(Column column) { return {.name = "u", .columns = {std::move(column)}}; }

  SqliteMemory database;
};

TEST_F(RefusalsSqlite, SchemasAndTemporaryTables) {
  expect(CreateTable{{.name = "app.users", .columns = {{.name = "a"}}}},
         "SQLite has no schema app for app.users", "app_users");
  expect(DropTable{.name = "temp.x"}, "temp.x would be temporary", "WITH");
  expect(CreateSchema{{"app"}}, "SQLite cannot create schema app", "app_users");
  expect(DropSchema{"app"}, "SQLite cannot drop schema app", "drop the objects by name");
  expect_of_table(with(ForeignKey{.columns = {"a"}, .table = "app.users"}),
                  "SQLite has no schema app", "app_users");
}

TEST_F(RefusalsSqlite, TypesOfTheirOwn) {
  const char* const check = "a text column with a CHECK";
  expect(CreateEnum{{.name = "mood", .values = {"sad"}}}, "SQLite cannot create enum", check);
  expect(DropEnum{"mood"}, "SQLite cannot drop enum", check);
  expect(AddEnumValue{"mood", "glad"}, "SQLite cannot add", check);
  expect(RenameEnumValue{"mood", "sad", "down"}, "SQLite cannot rename", check);
  expect(RemoveEnumValue{"mood", "sad"}, "SQLite cannot remove", check);
  expect(CreateDomain{{.name = "price", .type = numeric()}}, "SQLite cannot create domain",
         "a CHECK");
  expect(DropDomain{"price"}, "SQLite cannot drop domain", "drop the checks");
  expect_of_table(with(Column{.name = "tags", .type = array_of(text())}),
                  "column tags of table u: SQLite has no arrays", ".on(\"sqlite\", \"TEXT\")");
}

TEST_F(RefusalsSqlite, SequencesAndIdentitiesOtherThanItsOwn) {
  expect(CreateSequence{{.name = "s"}}, "SQLite cannot create sequence s", "AUTOINCREMENT");
  expect(AlterSequence{"s", {}}, "SQLite cannot", "AUTOINCREMENT");
  expect(DropSequence{"s"}, "SQLite cannot drop sequence s", "AUTOINCREMENT");
  expect_of_table(with(Column{.name = "n", .type = integer(), .identity = Identity{}}),
                  "column n of table u cannot be an identity", "the primary key alone");
  expect_of_change(AddColumn{{.name = "n", .type = integer(), .identity = Identity{}}},
                   "column n of table t cannot be an identity", "the primary key alone");
  expect_of_change(AlterColumn{.name = "id", .identity = Identity{.options = {.start = 1000}}},
                   "SQLite numbers rows 1, 2, 3", "leave start and increment out");
}

TEST_F(RefusalsSqlite, FunctionsRightsAndExtensions) {
  expect(CreateFunction{{.name = "f"}}, "SQLite cannot create function f",
         "sqlite3_create_function");
  expect(DropFunction{"f"}, "SQLite cannot drop function f", "sqlite3_create_function");
  expect(CreatePolicy{{.name = "p", .table = "t"}}, "SQLite cannot create policy p", "a view");
  expect(DropPolicy{"p", "t"}, "SQLite cannot drop policy p", "leave it out");
  const Grant grant{.object = "t", .role = "ann", .privileges = {"SELECT"}};
  expect(GrantPrivileges{grant}, "SQLite cannot grant", "who may open the file");
  expect(RevokePrivileges{grant}, "SQLite cannot revoke", "who may open the file");
  expect(CreateExtension{{"pg_trgm"}}, "SQLite cannot create extension", "sqlite3_load_extension");
  expect(DropExtension{"pg_trgm"}, "SQLite cannot drop extension", "SQLite has no extensions");
  expect_of_change(SetRowSecurity{.enabled = true}, "SQLite has no row security", "a view");
}

TEST_F(RefusalsSqlite, CommentsThatAreAllThatIsAskedFor) {
  const char* const beside = "beside the revision's code";
  expect(SetComment{.object = "t", .comment = "x"}, "SQLite cannot", beside);
  expect_of_change(SetTableComment{"x"}, "table t: SQLite keeps no comments", beside);
  expect_of_change(AlterColumn{.name = "a", .comment = "x"},
                   "column a of table t: SQLite keeps no comments", beside);
  database.perform(AlterTable{"t", {AlterColumn{.name = "a", .nullable = false, .comment = "x"}}});
}

TEST_F(RefusalsSqlite, PartitionsInheritanceAndStorage) {
  const char* const one_table = "one table without partitions";
  expect(AttachPartition{"t", {"u", "DEFAULT"}}, "SQLite cannot attach", one_table);
  expect(DetachPartition{"t", "u"}, "SQLite cannot detach", one_table);
  Table partitioned = with(Column{.name = "a"});
  partitioned.partition_by = "RANGE (a)";
  expect_of_table(partitioned, "table u: SQLite has no partitions", one_table);
  Table child = with(Column{.name = "a"});
  child.inherits = {"t"};
  expect_of_table(child, "table u: SQLite's tables do not inherit", "all columns itself");
  expect_of_change(SetTableOption{"fillfactor", "70"}, "no storage parameter fillfactor",
                   "op.dialect()");
  expect_of_change(SetLogged{false}, "SQLite logs all tables alike", "op.dialect()");
}

TEST_F(RefusalsSqlite, ConstraintsThatSqliteWouldReadOtherwise) {
  expect_of_table(with(Exclusion{.name = "x"}), "SQLite has no exclusion constraints",
                  "RAISE(ABORT, …)");
  expect_of_table(with(Unique{.name = "q", .columns = {"a"}, .nulls_not_distinct = true}),
                  "unique constraint q of table u: in SQLite NULLs are always distinct",
                  "coalesce");
  expect_of_table(with(Unique{.columns = {"a"}, .deferral = Deferral::deferrable}),
                  "cannot defer it", "leave the deferral out");
  expect_of_change(AddConstraint{Check{.name = "c", .expression = "a <> ''", .not_valid = true}},
                   "check c of table t: SQLite has no NOT VALID", "all rows are looked at");
  expect_of_change(AlterColumn{.name = "id", .nullable = true},
                   "column id of table t is part of the primary key and cannot be null",
                   "drop the primary key first");
  expect_of_change(ValidateConstraint{"c"}, "constraint c of table t cannot be validated",
                   "leave both out");
}

TEST_F(RefusalsSqlite, IndexesAndViewsOfOtherKinds) {
  const auto index = [](Index made) { return CreateIndex{.table = "t", .index = std::move(made)}; };
  expect(index({.name = "i", .parts = {{.column = "a"}}, .method = "gin"}),
         "index i: SQLite has no index method gin", "FTS5");
  expect(index({.name = "i", .parts = {{.column = "a", .opclass = "text_pattern_ops"}}}),
         "SQLite has no operator class text_pattern_ops", "collation");
  expect(index({.name = "i", .parts = {{.column = "a"}}, .nulls_not_distinct = true}),
         "NULLs are always distinct", "coalesce");
  database.run("CREATE INDEX by_a ON t (a)");
  expect(RenameIndex{"t", "by_b", "i"}, "table t has no index by_b", "did you mean `by_a`?");
  expect(CreateView{{.name = "v", .query = "SELECT 1", .materialized = true}},
         "SQLite has no materialized views", "a plain view");
  expect(CreateView{{.name = "v", .query = "SELECT 1", .options = {{"security_barrier", "true"}}}},
         "SQLite has no option security_barrier", "op.dialect()");
  expect(RefreshView{"v"}, "SQLite cannot refresh", "always fresh");
  expect(DropView{.name = "v", .materialized = true}, "SQLite cannot drop materialized view v",
         "op.drop_view");
}

TEST_F(RefusalsSqlite, TriggersOfOtherKinds) {
  Trigger trigger{.name = "tr",
                  .table = "t",
                  .timing = "AFTER INSERT",
                  .action = "FOR EACH ROW EXECUTE FUNCTION note()"};
  expect(CreateTrigger{trigger}, "trigger tr of t: SQLite's triggers call no function", "BEGIN");
  trigger.action = "BEGIN SELECT 1; END";
  trigger.constraint = true;
  expect(CreateTrigger{trigger}, "no constraint triggers", "a plain one");
  trigger.constraint = false;
  trigger.enabled = "DISABLE";
  expect(CreateTrigger{trigger}, "cannot be disabled", "WHEN");
  trigger.enabled.clear();
  trigger.schema = "temp";
  expect(CreateTrigger{trigger}, "temp.tr would be temporary", "without `temp.`");
}

TEST_F(RefusalsSqlite, ToDropWhatOthersNeedWithThem) {
  database.run(
      "CREATE TABLE child (t INTEGER REFERENCES t);\nCREATE VIEW v AS SELECT * FROM child;\nCREATE "
      "VIEW w AS SELECT * FROM v;\n");
  expect(DropTable{.name = "t", .cascade = true}, "table t is needed by foreign key",
         "drop it first");
  expect(DropView{.name = "v", .cascade = true}, "view v is needed by view w", "drop it first");
  database.perform(DropView{.name = "w", .cascade = true});
}

TEST_F(RefusalsSqlite, VersionsThatAreTooOld) {
  Table table = with(Column{.name = "a", .type = text()});
  table.strict = true;
  try {
    (void)database.objects().render(CreateTable{table}, {}, 3036000);
    ADD_FAILURE() << "is not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().message,
              "table u: this SQLite has no STRICT tables, which came with 3.37");
  }
}

TEST_F(RefusalsSqlite, ARebuildThatWouldLoseWhatOnlyTheTextSays) {
  database.run("CREATE TABLE k (a TEXT UNIQUE ON CONFLICT REPLACE, b TEXT)");
  expect(AlterTable{"k", {AlterColumn{.name = "b", .nullable = false}}},
         "table k cannot be made anew, which this change needs: ON CONFLICT REPLACE of a unique "
         "constraint would be lost",
         "op.execute");
  database.perform(AlterTable{"k", {AddColumn{{.name = "c"}}, DropColumn{"b"}}});
}

}  // namespace
}  // namespace aludel::testing
