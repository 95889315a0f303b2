#pragma once

#include <limits>
#include <string>
#include <vector>

#include "catalog/operation.hpp"

namespace aludel::testing {

/// A table that says everything that a table can say.
inline Table sample_table() {
  return {
      .name = "app.users",
      .columns = {{.name = "id",
                   .type = big_int(),
                   .nullable = false,
                   .identity = Identity{.always = true, .options = {.start = 100, .cycle = true}}},
                  {.name = "email",
                   .type = varchar(200),
                   .default_sql = "''",
                   .collation = "C",
                   .comment = "where to write to"},
                  {.name = "net", .type = numeric(), .generated = Generated{"price / 1.2"}},
                  {.name = "gross",
                   .type = numeric(),
                   .generated = Generated{.expression = "net * 1.2", .stored = false}},
                  {.name = "at", .type = text().on("postgresql", "point").on("sqlite", "TEXT")}},
      .constraints = {PrimaryKey{.name = "pk_users", .columns = {"id"}, .include = {"email"}},
                      Unique{.columns = {"email", "net"},
                             .include = {"id"},
                             .nulls_not_distinct = true,
                             .deferral = Deferral::deferrable},
                      ForeignKey{.name = "fk",
                                 .columns = {"id"},
                                 .table = "people",
                                 .referred = {"id"},
                                 .on_delete = Action::set_null,
                                 .on_update = Action::cascade,
                                 .match_full = true,
                                 .deferral = Deferral::initially_deferred,
                                 .not_valid = true},
                      Check{.name = "c", .expression = "net > 0", .no_inherit = true},
                      Exclusion{.name = "x",
                                .method = "spgist",
                                .elements = {{"at", "&&", "point_ops"}},
                                .where = "net > 0"}},
      .indexes = {{.name = "ix", .parts = {{.column = "email"}}}},
      .comment = "who \"they\" are",
      .unlogged = true,
      .partition_by = "RANGE (id)",
      .partition_of = PartitionOf{"app.all", "DEFAULT"},
      .inherits = {"a", ObjectName("b", "c.d")},
      .options = {{"fillfactor", "70"}},
      .row_security = true,
      .force_row_security = true,
      .strict = true,
      .without_rowid = true,
      .beyond = {"ON CONFLICT REPLACE"}};
}

/// Each type in a column of its own.
inline Table table_of_types() {
  Table table{.name = "types"};
  for (const Type& type : {boolean(),
                           small_int(),
                           integer(),
                           real(),
                           double_precision(),
                           numeric(),
                           numeric(12),
                           numeric(12, 2),
                           text(),
                           character(3),
                           bytes(),
                           date(),
                           time(),
                           timestamp(),
                           timestamp(0),
                           timestamp_tz(3),
                           interval(),
                           uuid(),
                           json(),
                           jsonb(),
                           named("app.\"Mood\""),
                           array_of(array_of(text())),
                           array_of(numeric(4, 1)).on("sqlite", "TEXT"),
                           Type{.kind = Type::Kind::varchar},
                           Type{.kind = Type::Kind::numeric, .size = 5}})
    table.columns.push_back({.name = "c" + std::to_string(table.columns.size()), .type = type});
  return table;
}

inline std::vector<Operation> sample_changes() {
  const auto change = [](const char* table, TableChange one) {
    return AlterTable{table, {std::move(one)}};
  };
  return {
      AlterTable{"t01", {AddColumn{{.name = "a", .type = text()}, true}, DropColumn{"b", true}}},
      change("t02", AlterColumn{.name = "a",
                                .type = integer(),
                                .using_expression = "a::integer",
                                .nullable = false,
                                .default_sql = "0",
                                .identity = Identity{},
                                .collation = "C",
                                .comment = ""}),
      change("t03", AlterColumn{.name = "a",
                                .default_sql = std::optional<std::string>(),
                                .identity = std::optional<Identity>(),
                                .generated = std::optional<Generated>()}),
      change("t04", AlterColumn{.name = "a", .generated = Generated{"b + 1"}}),
      change("t05", RenameColumn{"a", "b"}),
      change("t06", AddConstraint{PrimaryKey{.columns = {"a"}}}),
      change("t07", AddConstraint{Unique{.name = "u", .columns = {"a"}}}),
      change("t08", AddConstraint{ForeignKey{.columns = {"a"},
                                             .table = "t07",
                                             .on_delete = Action::restrict,
                                             .on_update = Action::set_default}}),
      change("t09", AddConstraint{Check{.expression = "a > 0", .not_valid = true}}),
      change("t10", AddConstraint{Exclusion{.elements = {{"a", "="}}}}),
      change("t11", DropConstraint{.name = "u", .if_exists = true}),
      change("t12", DropConstraint{.kind = ConstraintKind::primary_key}),
      change("t13", DropConstraint{.kind = ConstraintKind::unique, .columns = {"a"}}),
      change("t14", DropConstraint{.kind = ConstraintKind::foreign_key, .columns = {"a"}}),
      change("t15", DropConstraint{.kind = ConstraintKind::check, .expression = "a > 0"}),
      change("t16", RenameConstraint{"u", "v"}),
      change("t17", ValidateConstraint{"u"}),
      change("t18", SetTableComment{"of \\ money"}),
      change("t19", SetRowSecurity{.enabled = true, .forced = false}),
      change("t20", SetRowSecurity{.enabled = false}),
      change("t21", SetRowSecurity{.forced = true}),
      change("t22", SetTableOption{"fillfactor", "70"}),
      change("t23", SetTableOption{"fillfactor"}),
      change("t24", SetLogged{false}),
      change("t25", SetStrict{}),
      change("t26", SetWithoutRowid{false}),
  };
}

inline std::vector<Operation> sample_objects() {
  return {
      CreateSchema{{"app"}, true},
      DropSchema{"app", true, true},
      CreateExtension{{.name = "pgcrypto", .schema = "app", .version = "1.3"}},
      DropExtension{"pgcrypto", true},
      CreateEnum{{"app.mood", {"sad", "happy"}}},
      DropEnum{"app.mood", true},
      AddEnumValue{"mood", "so so", "happy", "", true},
      AddEnumValue{"mood", "great", "", "happy"},
      RenameEnumValue{"mood", "sad", "down"},
      RemoveEnumValue{"mood", "down", "sad"},
      CreateDomain{{.name = "price",
                    .type = numeric(12, 2),
                    .nullable = false,
                    .default_sql = "0",
                    .collation = "C",
                    .checks = {{.name = "positive", .expression = "VALUE > 0"}},
                    .comment = "money"}},
      DropDomain{"price", true},
      CreateSequence{{.name = "s",
                      .type = integer(),
                      .options = {.start = 5, .increment = -1, .max_value = 9, .cache = 10},
                      .owned_by = std::pair<ObjectName, std::string>{"users", "id"},
                      .comment = "numbers"},
                     true},
      AlterSequence{"s", {.min_value = std::numeric_limits<long long>::min()}},
      AlterSequence{"s", {}},
      DropSequence{"s", true},
      CreateView{{.name = "v",
                  .query = "SELECT 1\nFROM t",
                  .columns = {"one"},
                  .materialized = true,
                  .indexes = {{.name = "ix_v", .parts = {{.column = "one"}}, .unique = true}},
                  .options = {{"fillfactor", "70"}, {"autovacuum_enabled", "false"}},
                  .comment = "one"}},
      CreateView{{.name = "w", .query = "SELECT 2"}, true},
      DropView{.name = "w", .if_exists = true, .cascade = true},
      DropView{.name = "v", .materialized = true},
      RefreshView{"v", true},
      CreateFunction{{.name = "net",
                      .arguments = "gross numeric",
                      .signature = "numeric",
                      .definition = "RETURNS numeric LANGUAGE sql AS $$\n  SELECT gross / 1.2\n$$",
                      .comment = "without tax"}},
      CreateFunction{{.name = "p", .definition = "LANGUAGE sql AS ''", .procedure = true}, true},
      DropFunction{.name = "net", .signature = "numeric", .if_exists = true},
      DropFunction{.name = "p", .procedure = true},
      CreateTrigger{{.name = "note",
                     .table = "users",
                     .schema = "temp",
                     .timing = "AFTER INSERT",
                     .action = "FOR EACH ROW EXECUTE FUNCTION note()",
                     .constraint = true,
                     .enabled = "ENABLE ALWAYS",
                     .comment = "notes"}},
      DropTrigger{"note", "users", true},
      CreatePolicy{{.name = "own",
                    .table = "users",
                    .command = "UPDATE",
                    .restrictive = true,
                    .roles = {"app"},
                    .using_expression = "id = 1",
                    .with_check = "id = 2",
                    .comment = "one's own"}},
      DropPolicy{"own", "users", true},
      GrantPrivileges{{.kind = ObjectKind::function,
                       .object = "net",
                       .signature = "numeric",
                       .role = "app",
                       .privileges = {"EXECUTE"},
                       .with_grant_option = true}},
      RevokePrivileges{{.object = "users", .role = "PUBLIC", .privileges = {"INSERT", "SELECT"}}},
      SetComment{.kind = ObjectKind::view, .object = "app.v", .comment = "new"},
      SetComment{.kind = ObjectKind::function,
                 .object = "app.net",
                 .signature = "numeric, app.mood",
                 .comment = "new"},
  };
}

inline std::vector<Operation> sample_rows() {
  return {
      Execute{.sql = "UPDATE t SET a = 'b'"},
      Execute{.sql = "UPDATE t\nSET a = ')sql\"'",
              .undo = "UPDATE t SET a = NULL",
              .reversible = true,
              .autocommit = true,
              .dialect = "sqlite"},
      BulkInsert{"users",
                 {"id", "email"},
                 {{1, "ann"},
                  {-2, nullptr},
                  {std::numeric_limits<long long>::min(), true},
                  {sql("now()"), std::string("a\0b\r\x01", 5)},
                  {sql("1.50"),
                   "\xC3\xA9 \xFF"
                   "1"}}},
      BulkInsert{"users", {"id"}, {{1}}},
      BulkInsert{"users", {"email", "name"}, {{"ann", "Ann"}}},
      Backfill{.table = "users", .key = "id", .sql = "UPDATE users SET a = 1 WHERE :batch"},
      Backfill{.table = "users",
               .key = "a, b",
               .sql = "UPDATE users SET a = 1 WHERE :batch",
               .undo = "UPDATE users SET a = 0 WHERE :batch",
               .size = 500,
               .pause = "50ms",
               .where = "a IS NULL"},
      Verify{"SELECT 1 FROM users WHERE email IS NULL"},
  };
}

inline std::vector<Operation> sample_others() {
  const CompositeType point{
      .name = "app.point",
      .attributes = {{.name = "x", .type = integer()},
                     {.name = "label", .type = text(), .collation = "C", .comment = "shown"}},
      .comment = "on a map"};
  const OtherObject statistics{.kind = "STATISTICS",
                               .name = "app.s",
                               .statements = {"CREATE STATISTICS app.s ON a, b FROM t",
                                              "ALTER STATISTICS app.s SET STATISTICS 9"},
                               .table = "t"};
  return {
      CreateComposite{point},
      DropComposite{"app.point", true},
      AlterObject{Domain{.name = "price", .type = integer(), .default_sql = "1"}},
      AlterObject{Enum{.name = "mood", .values = {"happy", "sad"}}},
      AlterObject{point},
      AlterObject{Extension{.name = "pgcrypto", .schema = "app", .version = "1.3"}},
      AlterObject{
          View{.name = "v", .query = {}, .materialized = true, .options = {{"fillfactor", "70"}}}},
      AlterObject{statistics},
      CreateObject{statistics},
      DropObject{"CAST", "(integer AS app.point)"},
      ChangeSetting{{.kind = "STORAGE", .object = "t", .part = "a", .value = "EXTERNAL"}},
      ChangeSetting{{.kind = "REPLICA IDENTITY", .object = "t", .value = {}}},
      AlterSequence{.name = "s",
                    .options = {.start = 2},
                    .type = small_int(),
                    .owned_by = std::pair<ObjectName, std::string>{"users", "id"}},
      AlterTable{"t27", {SetParents{{"a", "app.b"}}}},
      AlterTable{"t28",
                 {AddConstraint{ForeignKey{.columns = {"a", "b"},
                                           .table = "t07",
                                           .on_delete = Action::set_null,
                                           .set_columns = {"b"}}}}},
  };
}

/// At least one of each kind; together they set each of their members.
inline std::vector<Operation> sample_operations() {
  std::vector<Operation> all{
      CreateTable{sample_table(), true},
      CreateTable{table_of_types()},
      CreateTable{{.name = "empty"}},
      DropTable{"app.users", true, true},
      RenameTable{"app.users", "people"},
      AttachPartition{"prices_2026", {"prices", "FOR VALUES IN (2026)"}},
      DetachPartition{"prices_2026", "prices", true},
      DetachPartition{"prices_2026", "prices"},
      CreateIndex{"users", {.name = "ix", .parts = {{.column = "a"}, {.column = "b"}}}},
      CreateIndex{"users",
                  {.name = "ix_more",
                   .parts = {{.expression = "lower(a)", .descending = true, .nulls_first = false},
                             {.column = "b", .collation = "C", .opclass = "text_ops"}},
                   .unique = true,
                   .method = "btree",
                   .include = {"c"},
                   .where = "a IS NOT NULL",
                   .nulls_not_distinct = true,
                   .options = {{"fillfactor", "70"}},
                   .comment = "finds them"},
                  true,
                  true},
      DropIndex{"users", "ix", true, true},
      RenameIndex{"users", "ix", "ix_users"},
  };
  for (const auto& more : {sample_changes(), sample_objects(), sample_rows(), sample_others()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// What no call says as it is, and is printed in another way.
inline std::vector<Operation> operations_without_a_call() {
  return {
      CreateSchema{{"app", "the program's"}},
      CreateEnum{{"mood", {"sad"}, "of a day"}},
      SetComment{.kind = ObjectKind::table, .object = "users", .comment = "people"},
      SetComment{.kind = ObjectKind::column, .object = "users", .of = "id", .comment = "number"},
      SetComment{
          .kind = ObjectKind::trigger, .object = "app.users", .of = "Note", .comment = "it's new"},
      SetComment{.kind = ObjectKind::extension, .object = ObjectName("", "pgcrypto")},
  };
}

}  // namespace aludel::testing
