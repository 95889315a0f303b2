#include "catalog/describe.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(Describe, SaysAnOperationInOneLine) {
  EXPECT_EQ(describe(CreateTable{{.name = "app.users"}}), "create table app.users");
  EXPECT_EQ(describe(AlterTable{"users", {AddColumn{{.name = "email"}}}}),
            "add column email to users");
  EXPECT_EQ(describe(AlterTable{"users", {DropColumn{"a"}, DropColumn{"b"}}}),
            "alter table users: 2 changes");
  EXPECT_EQ(describe(AlterColumn{.name = "a", .type = text(), .nullable = false}, "users"),
            "alter column a of users: type, NOT NULL");
  EXPECT_EQ(describe(CreateIndex{.table = "t", .index = {.name = "i", .unique = true}}),
            "create unique index i on t");
  EXPECT_EQ(describe(GrantPrivileges{{.kind = ObjectKind::function,
                                      .object = "net",
                                      .signature = "numeric",
                                      .role = "app",
                                      .privileges = {"EXECUTE"}}}),
            "grant EXECUTE on function net(numeric) to app");
  EXPECT_EQ(describe(BulkInsert{"t", {"a"}, {{1}, {2}}}), "insert 2 rows into t");
}

TEST(Describe, CutsLongSqlAtItsFirstLine) {
  EXPECT_EQ(describe(Execute{.sql = "\nUPDATE t\nSET a = 1"}), "execute UPDATE t …");
  EXPECT_EQ(describe(Execute{.sql = "SELECT " + std::string(60, 'x')}),
            "execute SELECT " + std::string(53, 'x') + " …");
}

TEST(Describe, CallsAConstraintByKindAndName) {
  EXPECT_EQ(describe(Constraint(ForeignKey{.name = "fk"})), "foreign key fk");
  EXPECT_EQ(describe(Constraint(Check{})), "check");
}

}  // namespace
}  // namespace aludel
