#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aludel/type.hpp"

/// Tables as values. Every struct here is an aggregate that compares by value and belongs to
/// whoever holds it. Names are as the database keeps them, without quotes; texts called "SQL" or
/// "expression" are given to the database as they are. `model.hpp` has shorter ways to write them.
///
/// Example:
/// ```cpp
/// const aludel::Table users{
///     .name = "app.users",
///     .columns = {{.name = "id", .type = aludel::big_int(), .nullable = false},
///                 {.name = "email", .type = aludel::text(), .nullable = false}},
///     .constraints = {aludel::PrimaryKey{.name = "users_pkey", .columns = {"id"}}}};
/// ```
namespace aludel {

/// The name of an object: of a schema's where `schema` is set, else wherever the session looks
/// first (`public` on PostgreSQL, `main` on SQLite).
struct ObjectName {
  std::string schema;
  std::string name;

  ObjectName() = default;
  /// "users" or "app.users": what stands before the first dot is the schema. A name that has a dot
  /// itself is written ObjectName(schema, name).
  ObjectName(std::string_view text) {  // NOLINT: meant to convert
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos) schema = text.substr(0, dot);
    name = dot == std::string_view::npos ? text : text.substr(dot + 1);
  }
  ObjectName(const char* text) : ObjectName(std::string_view(text)) {}         // NOLINT: as above
  ObjectName(const std::string& text) : ObjectName(std::string_view(text)) {}  // NOLINT: as above
  ObjectName(std::string_view in_schema, std::string_view of_object)
      : schema(in_schema), name(of_object) {}

  [[nodiscard]] bool empty() const { return name.empty(); }
  /// "app.users", for messages; SQL is quoted by the dialect.
  [[nodiscard]] std::string text() const { return schema.empty() ? name : schema + "." + name; }

  auto operator<=>(const ObjectName&) const = default;
};

/// WITH (…): names and values, in the order in which they were set. It means nothing, but shows in
/// dumps: in another order they are equal.
/// Source: PostgreSQL's manual, CREATE TABLE, Storage Parameters.
struct WithList : std::vector<std::pair<std::string, std::string>> {
  using vector::vector;

  friend bool operator==(const WithList& one, const WithList& other) {
    const auto has = [&other](const auto& option) {
      for (const auto& there : other) {
        if (there == option) return true;
      }
      return false;
    };
    for (const auto& option : one) {
      if (!has(option)) return false;
    }
    return one.size() == other.size();
  }
};

/// Numbers that the database gives: an identity column, a sequence. What is not set is the
/// database's default.
struct SequenceOptions {
  std::optional<long long> start = {};
  std::optional<long long> increment = {};
  std::optional<long long> min_value = {};
  std::optional<long long> max_value = {};
  std::optional<long long> cache = {};
  bool cycle = false;

  bool operator==(const SequenceOptions&) const = default;
};

/// GENERATED … AS IDENTITY; on SQLite AUTOINCREMENT of the INTEGER PRIMARY KEY.
struct Identity {
  bool always = false;  ///< a value of one's own is refused (not on SQLite)
  SequenceOptions options = {};

  bool operator==(const Identity&) const = default;
};

struct Generated {
  std::string expression;
  bool stored = true;  ///< false: computed when read

  bool operator==(const Generated&) const = default;
};

struct Column {
  std::string name;
  Type type = {};
  bool nullable = true;
  std::optional<std::string> default_sql = {};  ///< an expression: "0", "'new'", "now()"
  std::optional<Identity> identity = {};
  std::optional<Generated> generated = {};
  std::string collation = {};  ///< empty: the type's own
  std::string comment = {};
  /// Of a table with parents: the column is a parent's and goes with it; what stands here says
  /// something else of it. One that is not is the table's own, also where a parent has it, too.
  bool inherited = false;

  bool operator==(const Column&) const = default;
};

/// A constraint without a name gets one from the naming convention, else from the database.
/// When a constraint is looked at.
enum class Deferral { never, deferrable, initially_deferred };

struct PrimaryKey {
  std::string name = {};
  std::vector<std::string> columns = {};
  std::vector<std::string> include = {};
  Deferral deferral = Deferral::never;

  bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
  std::string name = {};
  std::vector<std::string> columns = {};
  std::vector<std::string> include = {};
  bool nulls_not_distinct = false;
  Deferral deferral = Deferral::never;

  bool operator==(const Unique&) const = default;
};

enum class Action { none, restrict, cascade, set_null, set_default };

struct ForeignKey {
  std::string name = {};
  std::vector<std::string> columns = {};
  ObjectName table = {};                   ///< the one referred to
  std::vector<std::string> referred = {};  ///< its columns; none: its primary key
  Action on_delete = Action::none;
  Action on_update = Action::none;
  bool match_full = false;
  Deferral deferral = Deferral::never;
  bool not_valid = false;  ///< rows that were there before are not looked at until VALIDATE
  /// Those that ON DELETE SET NULL or SET DEFAULT sets (PostgreSQL 15); none: all.
  std::vector<std::string> set_columns = {};

  bool operator==(const ForeignKey&) const = default;
};

struct Check {
  std::string name = {};
  std::string expression = {};
  bool not_valid = false;
  bool no_inherit = false;

  bool operator==(const Check&) const = default;
};

struct Exclusion {
  struct Element {
    std::string expression;  ///< a column's name or an expression in parentheses, in SQL
    std::string op;          ///< "&&"
    std::string opclass = {};
    bool operator==(const Element&) const = default;
  };
  std::string name = {};
  std::string method = "gist";
  std::vector<Element> elements = {};
  std::string where = {};
  Deferral deferral = Deferral::never;

  bool operator==(const Exclusion&) const = default;
};

using Constraint = std::variant<PrimaryKey, Unique, ForeignKey, Check, Exclusion>;

struct IndexPart {
  std::string column = {};      ///< or
  std::string expression = {};  ///< without outer parentheses
  bool descending = false;
  std::optional<bool> nulls_first = {};  ///< none: as the direction has it
  std::string collation = {};
  std::string opclass = {};

  bool operator==(const IndexPart&) const = default;
};

struct Index {
  std::string name = {};
  std::vector<IndexPart> parts = {};
  bool unique = false;
  std::string method = {};  ///< empty: the database's own, btree
  std::vector<std::string> include = {};
  std::string where = {};
  bool nulls_not_distinct = false;
  WithList options = {};
  std::string comment = {};

  bool operator==(const Index&) const = default;
};

/// PARTITION OF a table.
struct PartitionOf {
  ObjectName parent;
  std::string bound;  ///< "FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')", "DEFAULT"

  bool operator==(const PartitionOf&) const = default;
};

/// A table with what belongs to it alone. Columns have an order, the rest has none: it is compared
/// as a set, and values that the library gives are sorted (`sorted`).
struct Table {
  ObjectName name;
  std::vector<Column> columns = {};
  std::vector<Constraint> constraints = {};
  std::vector<Index> indexes = {};
  std::string comment = {};

  // PostgreSQL
  bool unlogged = false;
  std::string partition_by = {};  ///< "RANGE (day)"
  std::optional<PartitionOf> partition_of = {};
  std::vector<ObjectName> inherits = {};
  WithList options = {};
  bool row_security = false;
  bool force_row_security = false;

  // SQLite
  bool strict = false;
  bool without_rowid = false;
  /// What the database's own text says beyond all this, sorted: "ON CONFLICT REPLACE of its unique
  /// constraint". It stays as long as the table is not made anew, which is refused.
  std::vector<std::string> beyond = {};

  bool operator==(const Table&) const = default;
};

}  // namespace aludel

// Made once, in the library: a revision's file compiles a third faster for it.
extern template class std::vector<aludel::Column>;
extern template class std::vector<aludel::Constraint>;
extern template class std::vector<aludel::Index>;
extern template class std::vector<aludel::IndexPart>;
extern template class std::vector<aludel::Exclusion::Element>;
