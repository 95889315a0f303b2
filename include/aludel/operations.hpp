#pragma once

#include <initializer_list>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/cell.hpp"
#include "aludel/names.hpp"

namespace aludel {

struct Recording;

/// IF EXISTS and CASCADE of a drop.
struct DropOptions {
  bool if_exists = false;
  bool cascade = false;  ///< PostgreSQL: with all that needs it
};

/// IF NOT EXISTS, and CONCURRENTLY of an index.
struct CreateOptions {
  bool if_not_exists = false;
  bool concurrently = false;
};

/// CONCURRENTLY and IF EXISTS of DROP INDEX.
struct DropIndexOptions {
  bool concurrently = false;
  bool if_exists = false;
};

/// What is set is changed, what is not stays.
struct AlterColumnOptions {
  std::optional<Type> type = {};
  std::string using_expression = {};  ///< how old values become new ones
  std::optional<bool> nullable = {};
  std::optional<std::string> default_sql = {};
  bool drop_default = false;
  std::optional<std::string> rename = {};
  std::optional<std::string> comment = {};  ///< empty: dropped
  std::optional<Identity> identity = {};
  bool drop_identity = false;
  std::optional<Generated> generated = {};
  bool drop_generated = false;  ///< the values stay
  std::optional<std::string> collation = {};
};

/// Which constraint without a name is meant (SQLite).
struct UnnamedConstraint {
  enum class Kind { primary_key, unique, foreign_key, check };
  Kind kind = Kind::unique;
  std::vector<std::string> columns = {};
  std::string expression = {};  ///< of a check
};

/// What of a sequence is changed beside its options.
struct SequenceParts {
  bool type = false;
  bool owner = false;
};

/// Where a value of an enum goes.
struct EnumPosition {
  std::string before = {};  ///< or
  std::string after = {};   ///< neither: last
  bool if_not_exists = false;
};

struct ExecuteOptions {
  std::string undo = {};          ///< SQL that takes it back, where the downgrade is derived
  bool reversible = false;        ///< nothing needs to be taken back
  bool autocommit = false;        ///< outside of a transaction
  std::string_view only_on = {};  ///< "sqlite", "postgresql": left out elsewhere
};

struct BackfillOptions {
  std::string key = "id";
  std::string undo = {};
  std::optional<int> size = {};
  std::string pause = {};  ///< "50ms"
  /// Which rows `sql` is for. What it has done may be why they do not fit it any more, so `undo`
  /// goes through all rows, and says itself which ones it is for.
  std::string where = {};
};

/// What a revision's `upgrade` and `downgrade` are handed: each call says one change, in order.
/// Nothing is done while they run; what they said is rendered for the database at hand, checked
/// against what is there, planned, and then run like a revision in SQL. Tables are named "users" or
/// "app.users".
///
/// An Operations belongs to the library and lives as long as the call that was handed it. Not
/// thread-safe. Where a call cannot mean anything (an empty name, a row of the wrong length) it
/// throws Error(E0329) at its place; everything that depends on the database is told before
/// anything runs.
///
/// Example:
/// ```cpp file
/// void upgrade(aludel::Operations& op) {
///   op.create_table({.name = "users",
///                    .columns = {{.name = "id", .type = aludel::big_int(), .nullable = false},
///                                {.name = "email", .type = aludel::text()}},
///                    .constraints = {aludel::PrimaryKey{.columns = {"id"}}}});
///   op.create_index("users", "ix_users_email", {"email"});
///   op.alter_column("users", "email", {.nullable = false, .default_sql = "''"});
/// }
/// ```
class Operations {
 public:
  using At = std::source_location;

  explicit Operations(Recording& recording) : recording_(&recording) {}

  /// Which database this is for: "sqlite", "postgresql".
  [[nodiscard]] const std::string& dialect() const;
  /// Names for what has none, from here on.
  void use_names(NamingConvention convention, At at = At::current());

  void create_table(Table table, CreateOptions options = {}, At at = At::current());
  void drop_table(ObjectName table, DropOptions options = {}, At at = At::current());
  void rename_table(ObjectName table, std::string to, At at = At::current());

  void add_column(ObjectName table, Column column, CreateOptions options = {},
                  At at = At::current());
  void drop_column(ObjectName table, std::string column, DropOptions options = {},
                   At at = At::current());
  void alter_column(ObjectName table, std::string column, AlterColumnOptions changes,
                    At at = At::current());
  void rename_column(ObjectName table, std::string column, std::string to, At at = At::current());

  void create_primary_key(ObjectName table, PrimaryKey key, At at = At::current());
  void create_unique_constraint(ObjectName table, Unique unique, At at = At::current());
  void create_foreign_key(ObjectName table, ForeignKey key, At at = At::current());
  void create_check_constraint(ObjectName table, Check check, At at = At::current());
  void create_exclude_constraint(ObjectName table, Exclusion exclusion, At at = At::current());
  void drop_constraint(ObjectName table, std::string name, DropOptions options = {},
                       At at = At::current());
  /// One that has no name.
  void drop_constraint(ObjectName table, UnnamedConstraint which, At at = At::current());
  void rename_constraint(ObjectName table, std::string name, std::string to, At at = At::current());
  /// Looks at the rows that were there before a constraint `not_valid`.
  void validate_constraint(ObjectName table, std::string name, At at = At::current());

  void create_index(ObjectName table, Index index, CreateOptions options = {},
                    At at = At::current());
  /// Of columns, without more.
  void create_index(ObjectName table, std::string name, std::vector<std::string> columns,
                    At at = At::current());
  /// `table` tells the schema; on PostgreSQL it may also be a materialized view.
  void drop_index(ObjectName table, std::string name, DropIndexOptions options = {},
                  At at = At::current());
  void rename_index(ObjectName table, std::string name, std::string to, At at = At::current());

  /// Empty: dropped.
  void set_table_comment(ObjectName table, std::string comment, At at = At::current());
  /// Of everything but columns. A function is named with its arguments: "net(numeric, date)".
  void set_comment(ObjectKind kind, ObjectName object, std::string comment, At at = At::current());
  /// `forced`: for the table's owner too. std::nullopt: stays as it is.
  void set_row_security(ObjectName table, std::optional<bool> enabled,
                        std::optional<bool> forced = false, At at = At::current());
  /// A storage parameter of PostgreSQL's; no value: back to the default.
  void set_table_option(ObjectName table, std::string name, std::optional<std::string> value,
                        At at = At::current());
  void set_logged(ObjectName table, bool logged, At at = At::current());
  void set_strict(ObjectName table, bool strict, At at = At::current());
  void set_without_rowid(ObjectName table, bool without_rowid, At at = At::current());

  /// The tables that it inherits from; columns of the same name become theirs.
  void set_parents(ObjectName table, std::vector<ObjectName> parents, At at = At::current());
  void attach_partition(ObjectName table, PartitionOf partition, At at = At::current());
  void detach_partition(ObjectName table, ObjectName parent, bool concurrently = false,
                        At at = At::current());

  /// PostgreSQL's aggregates, casts, publications and what else holds no rows.
  void create_object(OtherObject object, At at = At::current());
  /// More statements behind those that made it.
  void alter_object(OtherObject object, At at = At::current());
  void drop_object(std::string kind, std::string name, At at = At::current());
  /// An empty value: back to the default.
  void change_setting(ObjectSetting setting, At at = At::current());

  void create_schema(std::string schema, CreateOptions options = {}, At at = At::current());
  void drop_schema(std::string schema, DropOptions options = {}, At at = At::current());
  void create_extension(Extension extension, At at = At::current());
  /// Version and schema; what is empty stays.
  void alter_extension(Extension extension, At at = At::current());
  void drop_extension(std::string extension, DropOptions options = {}, At at = At::current());

  void create_enum(ObjectName name, std::vector<std::string> values, At at = At::current());
  void drop_enum(ObjectName name, DropOptions options = {}, At at = At::current());
  void add_enum_value(ObjectName name, std::string value, EnumPosition position = {},
                      At at = At::current());
  void rename_enum_value(ObjectName name, std::string value, std::string to, At at = At::current());
  /// Every column of the type is rewritten. `replacement`: what rows that have the value get;
  /// empty: none may have it.
  void remove_enum_value(ObjectName name, std::string value, std::string replacement = {},
                         At at = At::current());
  void create_domain(Domain domain, At at = At::current());
  void drop_domain(ObjectName name, DropOptions options = {}, At at = At::current());
  /// Default, NOT NULL and checks, as they shall be; rows that do not fit are refused.
  void alter_domain(Domain domain, At at = At::current());
  /// The values as they shall be, in order. Every column of the type is rewritten.
  void alter_enum(ObjectName name, std::vector<std::string> values, At at = At::current());
  void create_composite(CompositeType composite, At at = At::current());
  /// The attributes as they shall be; those that are not among them go with their values.
  void alter_composite(CompositeType composite, At at = At::current());
  void drop_composite(ObjectName name, DropOptions options = {}, At at = At::current());
  void create_sequence(Sequence sequence, CreateOptions options = {}, At at = At::current());
  void alter_sequence(ObjectName name, SequenceOptions options, At at = At::current());
  /// The options of `sequence`; its type and owner where `parts` says so.
  void alter_sequence(Sequence sequence, SequenceParts parts, At at = At::current());
  void drop_sequence(ObjectName name, DropOptions options = {}, At at = At::current());

  void create_view(View view, At at = At::current());
  /// CREATE OR REPLACE; on SQLite DROP and CREATE.
  void replace_view(View view, At at = At::current());
  /// Name, `materialized` and options alone are meant.
  void alter_view_options(View view, At at = At::current());
  void drop_view(ObjectName name, DropOptions options = {}, At at = At::current());
  void drop_materialized_view(ObjectName name, DropOptions options = {}, At at = At::current());
  void refresh_materialized_view(ObjectName name, bool concurrently = false, At at = At::current());
  void create_function(Function function, At at = At::current());
  void replace_function(Function function, At at = At::current());
  /// `signature`: the types of its arguments, "numeric, date".
  void drop_function(ObjectName name, std::string signature, DropOptions options = {},
                     At at = At::current());
  void drop_procedure(ObjectName name, std::string signature, DropOptions options = {},
                      At at = At::current());
  void create_trigger(Trigger trigger, At at = At::current());
  void drop_trigger(ObjectName table, std::string name, DropOptions options = {},
                    At at = At::current());
  void create_policy(Policy policy, At at = At::current());
  void drop_policy(ObjectName table, std::string name, DropOptions options = {},
                   At at = At::current());
  void grant(Grant grant, At at = At::current());
  void revoke(Grant grant, At at = At::current());

  /// Rows, each as long as `columns`. COPY on PostgreSQL, one prepared INSERT on SQLite, where no
  /// value is an expression (`sql(…)` of more than a number). Rules (CREATE RULE) do not see COPY.
  void bulk_insert(ObjectName table, std::vector<std::string> columns,
                   std::vector<std::vector<Cell>> rows, At at = At::current());
  /// SQL as it is, one statement or several; anything that is valid in a revision in SQL,
  /// directives too.
  void execute(std::string sql, ExecuteOptions options = {}, At at = At::current());
  /// A data migration in batches: `sql` has `:batch` once where the condition on the key goes.
  void backfill(ObjectName table, std::string sql, BackfillOptions options = {},
                At at = At::current());
  /// A query that must give no row when the revision is done.
  void verify(std::string sql, At at = At::current());

 private:
  Recording* recording_;  // never null
};

}  // namespace aludel
