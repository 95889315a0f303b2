#include "catalog/recording.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "aludel/operations.hpp"
#include "catalog/describe.hpp"

namespace aludel {
namespace {

/// What a revision's function says, one line an operation.
template <typename Revision>
std::string recorded(const Revision& revision) {
  Recording recording{.dialect = "postgresql"};
  Operations op(recording);
  revision(op);
  std::string lines;
  for (const RecordedOperation& one : recording.operations) {
    lines += (lines.empty() ? "" : "; ") + describe(one.operation);
  }
  return lines;
}

template <typename Revision>
Diagnostic refused(const Revision& revision) {
  try {
    recorded(revision);
  } catch (const Error& error) {
    return error.diagnostic();
  }
  ADD_FAILURE() << "not refused";
  return {};
}

TEST(Recording, FoldsChangesOfOneTableThatFollowEachOtherAndKeepsTheirPlaces) {
  Recording recording;
  Operations op(recording);
  op.add_column("users", {.name = "age", .type = integer()});
  op.drop_column("users", "name");
  op.drop_column("orders", "day");
  op.create_index("users", "ix_age", {"age"});
  op.set_table_comment("users", "people");
  ASSERT_EQ(recording.operations.size(), 4U);
  const RecordedOperation& first = recording.operations[0];
  EXPECT_EQ(std::get<AlterTable>(first.operation).changes.size(), 2U);
  ASSERT_EQ(first.changes_at.size(), 2U);
  EXPECT_EQ(first.changes_at[0].line() + 1, first.changes_at[1].line());
}

TEST(Recording, RenamesAColumnBehindItsOtherChanges) {
  Recording recording;
  Operations(recording).alter_column("users", "email",
                                     {.nullable = false, .drop_default = true, .rename = "mail"});
  EXPECT_EQ(std::get<AlterTable>(recording.operations[0].operation).changes,
            (std::vector<TableChange>{AlterColumn{.name = "email",
                                                  .nullable = false,
                                                  .default_sql = std::optional<std::string>()},
                                      RenameColumn{"email", "mail"}}));
}

TEST(Recording, NamesWhatHasNoNameFromTheConventionOn) {
  Recording recording;
  Operations op(recording);
  op.use_names({.ix = "ix_%(column_0_label)s", .pk = "pk_%(table_name)s"});
  op.create_table({.name = "users",
                   .columns = {{.name = "id", .type = integer()}},
                   .constraints = {PrimaryKey{.columns = {"id"}}},
                   .indexes = {{.parts = {{.column = "id"}}}}});
  const Table& table = std::get<CreateTable>(recording.operations[0].operation).table;
  EXPECT_EQ(std::get<PrimaryKey>(table.constraints[0]).name, "pk_users");
  EXPECT_EQ(table.indexes[0].name, "ix_users_id");
}

TEST(Recording, RefusesACallThatCannotMeanAnythingAtItsPlace) {
  const Diagnostic problem = refused([](Operations& op) { op.drop_table(""); });
  EXPECT_EQ(problem.code, "E0329");
  EXPECT_EQ(problem.message, "drop_table: the name of the table is empty");
  ASSERT_TRUE(problem.place.has_value());
  EXPECT_TRUE(problem.place->file.ends_with("recording_test.cpp"));
  EXPECT_GT(problem.place->line, 0);
  EXPECT_EQ(refused([](Operations& op) { op.bulk_insert("t", {"a", "b"}, {{1, 2}, {3}}); }).message,
            "bulk_insert: row 2 has 1 value for 2 columns");
  EXPECT_EQ(refused([](Operations& op) { op.alter_column("t", "c", {}); }).message,
            "alter_column: nothing of column c is changed");
  EXPECT_EQ(refused([](Operations& op) { op.backfill("t", "UPDATE t SET a = 1"); }).message,
            "backfill: the SQL must have :batch once, where the condition on the key goes");
  EXPECT_EQ(refused([](Operations& op) { op.execute("SELECT 1", {.only_on = "sqlit"}); }).hint,
            "did you mean `sqlite`?");
  EXPECT_EQ(refused([](Operations& op) { op.create_index("t", "", {"a"}); }).message,
            "create_index: the name of the index on t is empty");
  EXPECT_EQ(refused([](Operations& op) { op.drop_column("t", "a", {.cascade = true}); }).message,
            "drop_column: CASCADE is not done here: it would drop what is not named");
}

TEST(Recording, ReadsAFunctionWithItsArgumentsOffAName) {
  Recording recording;
  Operations(recording).set_comment(ObjectKind::function, "app.net(numeric, date)", "after tax");
  const auto& comment = std::get<SetComment>(recording.operations[0].operation);
  EXPECT_EQ(comment.object, ObjectName("app", "net"));
  EXPECT_EQ(comment.signature, "numeric, date");
}

TEST(Recording, WritesPrivilegesInOneForm) {
  Recording recording;
  Operations(recording).grant(
      {.object = "t", .role = "app", .privileges = {"update", "Select", "UPDATE"}});
  EXPECT_EQ(std::get<GrantPrivileges>(recording.operations[0].operation).grant.privileges,
            (std::vector<std::string>{"SELECT", "UPDATE"}));
}

TEST(Cell, WritesANumberSoThatItReadsBackTheSame) {
  EXPECT_EQ(Cell(0.1).value, "0.1");
  EXPECT_EQ(Cell(1e300).value, "1e+300");
  EXPECT_EQ(Cell(0.1 + 0.2).value, "0.30000000000000004");
  EXPECT_THROW(Cell{std::nan("")}, Error);
  EXPECT_THROW(Cell{INFINITY}, Error);
}

}  // namespace
}  // namespace aludel
