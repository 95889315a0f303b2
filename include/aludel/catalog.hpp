#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aludel/table.hpp"

/// A whole database's state as one value: what a program's models say, what a database holds, what
/// revisions lead to. Nothing in it knows which database it is for.
///
/// Example:
/// ```cpp
/// aludel::Catalog catalog;
/// catalog.tables.push_back({.name = "users", .columns = {{.name = "id", .type =
/// aludel::big_int()}}});
/// ```
namespace aludel {

struct Schema {
  std::string name;
  std::string comment = {};
  bool operator==(const Schema&) const = default;
};

struct Extension {
  std::string name;
  std::string schema = {};   ///< empty: the extension's choice
  std::string version = {};  ///< empty: the server's default
  bool operator==(const Extension&) const = default;
};

struct Enum {
  ObjectName name;
  std::vector<std::string> values = {};  ///< in order
  std::string comment = {};
  bool operator==(const Enum&) const = default;
};

struct Domain {
  ObjectName name;
  Type type = {};
  bool nullable = true;
  std::optional<std::string> default_sql = {};
  std::string collation = {};
  std::vector<Check> checks = {};  ///< of VALUE
  std::string comment = {};
  bool operator==(const Domain&) const = default;
};

/// A row as a type: CREATE TYPE … AS (…).
struct CompositeType {
  ObjectName name;
  std::vector<Column> attributes = {};  ///< of which name, type, collation and comment are meant
  std::string comment = {};
  bool operator==(const CompositeType&) const = default;
};

struct Sequence {
  ObjectName name;
  Type type = big_int();
  SequenceOptions options = {};
  /// The column that it goes with, when set: table and column.
  std::optional<std::pair<ObjectName, std::string>> owned_by = {};
  std::string comment = {};
  bool operator==(const Sequence&) const = default;
};

struct View {
  ObjectName name;
  std::string query;                      ///< behind AS, without a semicolon
  std::vector<std::string> columns = {};  ///< names, where they are not the query's own
  bool materialized = false;
  std::vector<Index> indexes = {};  ///< of a materialized one
  WithList options = {};
  std::string comment = {};
  bool operator==(const View&) const = default;
};

/// A function or procedure. Those of one name differ by `arguments`.
struct Function {
  ObjectName name;
  std::string arguments = {};  ///< as declared, in SQL: "price numeric, day date DEFAULT now()"
  /// The types of the arguments that make it the one it is: "numeric, date". Empty with arguments:
  /// read off them.
  std::string signature = {};
  std::string definition = {};  ///< all behind the arguments: "RETURNS … LANGUAGE … AS …"
  bool procedure = false;
  std::string comment = {};
  bool operator==(const Function&) const = default;
};

struct Trigger {
  std::string name;
  ObjectName table;
  std::string schema = {};  ///< of the trigger's own name; SQLite's temporary ones
  /// All but "CREATE TRIGGER name" and "ON table": `timing` before it, `action` behind it.
  std::string timing = {};   ///< "AFTER INSERT OR UPDATE OF price"
  std::string action = {};   ///< "FOR EACH ROW EXECUTE FUNCTION app.note()", "BEGIN … END"
  bool constraint = false;   ///< PostgreSQL's CREATE CONSTRAINT TRIGGER
  std::string enabled = {};  ///< empty: as made; else DISABLE, ENABLE REPLICA, ENABLE ALWAYS
  std::string comment = {};
  bool operator==(const Trigger&) const = default;
};

struct Policy {
  std::string name;
  ObjectName table;
  std::string command = "ALL";  ///< ALL, SELECT, INSERT, UPDATE, DELETE
  bool restrictive = false;
  std::vector<std::string> roles = {};  ///< none: PUBLIC
  std::string using_expression = {};
  std::string with_check = {};
  std::string comment = {};
  bool operator==(const Policy&) const = default;
};

/// Which kind of object something is said of.
enum class ObjectKind {
  schema,
  extension,
  enumeration,
  domain,
  sequence,
  table,
  view,
  materialized_view,
  function,
  procedure,
  trigger,
  policy,
  index,
  constraint,
  column,
};

/// Something that holds no rows and that is known by a server's own words alone: an aggregate, a
/// cast, a publication. One that differs is dropped and made again.
struct OtherObject {
  std::string kind;  ///< as DROP calls it: "AGGREGATE", "TEXT SEARCH CONFIGURATION"
  std::string
      name;  ///< in SQL, all that DROP wants: "app.total(integer)", "(integer AS app.money)"
  std::vector<std::string> statements = {};  ///< that make it, in order, each without a semicolon
  ObjectName table = {};                     ///< that it goes with, if any: extended statistics
  bool operator==(const OtherObject&) const = default;
};

/// What is said of an object beside all that it is made with: how a column is stored, what a
/// constraint is for. One that is not there is as the database has it by default.
struct ObjectSetting {
  std::string kind;       ///< PostgreSQL's: "STORAGE", "REPLICA IDENTITY", "COMMENT ON CONSTRAINT"
  ObjectName object;      ///< a table, view, sequence, domain; of an extension the name alone
  std::string part = {};  ///< the column or constraint
  std::string value;      ///< in SQL, "EXTERNAL"; of a comment its text
  bool operator==(const ObjectSetting&) const = default;
};

/// What one role may do with one object.
struct Grant {
  ObjectKind kind = ObjectKind::table;
  ObjectName object;                         ///< a schema's name stands in `name`
  std::string signature = {};                ///< of a function
  std::string role;                          ///< PUBLIC: everybody
  std::vector<std::string> privileges = {};  ///< upper case, sorted: INSERT, SELECT
  bool with_grant_option = false;
  /// Of PUBLIC: not what it may do, but what it may not, though everybody may do so with a new
  /// function or type. Operations grant and revoke instead.
  bool withheld = false;
  bool operator==(const Grant&) const = default;
};

/// Values that the library gives are sorted: by name, triggers and policies by table before it,
/// functions by signature behind it.
struct Catalog {
  std::vector<Schema> schemas = {};  ///< but the one that is always there
  std::vector<Extension> extensions = {};
  std::vector<Enum> enums = {};
  std::vector<Domain> domains = {};
  std::vector<Sequence> sequences = {};  ///< without those of identity columns
  std::vector<Table> tables = {};
  std::vector<View> views = {};
  std::vector<Function> functions = {};
  std::vector<Trigger> triggers = {};
  std::vector<Policy> policies = {};
  std::vector<Grant> grants = {};
  std::vector<CompositeType> composites = {};
  std::vector<OtherObject> others = {};
  std::vector<ObjectSetting> settings = {};

  bool operator==(const Catalog&) const = default;
};

/// With everything that has no order of its own in one order, so that equal states are equal
/// values.
[[nodiscard]] Catalog sorted(Catalog catalog);
[[nodiscard]] Table sorted(Table table);

}  // namespace aludel
