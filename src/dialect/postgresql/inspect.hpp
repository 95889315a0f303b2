#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dialect/objects.hpp"

/// Reading a whole database: one query a kind of object, for all of them at once; what belongs
/// together is put together here, by the numbers that the system catalogs have for it.
namespace aludel::postgresql {

using Oid = std::uint32_t;

// The system catalogs have the same numbers on every server (src/include/catalog).
constexpr Oid of_type = 1247;
constexpr Oid of_function = 1255;
constexpr Oid of_relation = 1259;
constexpr Oid of_constraint = 2606;
constexpr Oid of_schema = 2615;
constexpr Oid of_trigger = 2620;
constexpr Oid of_extension = 3079;
constexpr Oid of_policy = 3256;

/// A table, view or the like, as far as others refer to it.
struct Relation {
  char kind = 'r';  ///< pg_class.relkind
  ObjectName name;
  std::size_t place = 0;  ///< in catalog.tables or catalog.views; of others nothing
  struct Attribute {
    std::string name;
    Oid collation = 0;
  };
  std::vector<Attribute> columns = {};  ///< by their number, from 1; dropped ones are empty
};

/// An index, until it is known whose it is.
struct ReadIndex {
  Index index;
  Oid relation = 0;
};

/// What has been read up to now. One function a kind adds to it, in the order that inspect.cpp has.
struct Reading {
  Connection& connection;
  std::set<ObjectName> left_out;
  int version = 0;
  Catalog catalog = {};
  std::vector<std::string> not_covered = {};

  std::unordered_map<Oid, std::string> schemas = {};  ///< that are read; the first is ""
  std::string schema_list = {};                       ///< of their numbers, as an array of SQL
  std::unordered_map<Oid, Relation> relations = {};
  std::unordered_map<Oid, ReadIndex> indexes = {};
  std::unordered_map<Oid, std::vector<Oid>> parents = {};  ///< by inheritance, in order
  std::unordered_map<Oid, std::string> collations = {};    ///< as Column::collation has them
  std::set<std::pair<Oid, Oid>> of_extensions = {};        ///< (catalog, object)
  std::set<std::pair<Oid, Oid>> read_others = {};          ///< in catalog.others
  std::map<std::tuple<Oid, Oid, int>, std::string> comments = {};

  /// Rows of a query in which $schemas stands for `schema_list`.
  [[nodiscard]] std::vector<std::vector<Value>> rows(std::string sql) const;
  [[nodiscard]] const std::string& comment(Oid catalog_number, Oid object, int part = 0) const;
  [[nodiscard]] bool is_of_extension(Oid catalog_number, Oid object) const {
    return of_extensions.contains({catalog_number, object});
  }
  [[nodiscard]] ObjectName name(const Value& schema, const Value& object) const;
  /// The table with this number; null where it is none that is read.
  [[nodiscard]] Table* table(Oid number);
  [[nodiscard]] const Relation* relation(Oid number) const;
  /// What a collation is called where it is another than `usual`; else empty.
  [[nodiscard]] std::string collation(Oid number, Oid usual) const;
  /// Where `value` is not empty.
  void set(std::string kind, ObjectName object, std::string part, std::string value) {
    if (value.empty()) return;
    catalog.settings.push_back({.kind = std::move(kind),
                                .object = std::move(object),
                                .part = std::move(part),
                                .value = std::move(value)});
  }
  void leave_out(std::string_view kind, const ObjectName& object) {
    not_covered.push_back(std::string(kind) + " " + object.text());
  }
};

void read_schemas(Reading& reading);      // inspect_schemas.cpp: extensions and comments too
void read_types(Reading& reading);        // inspect_types.cpp
void read_relations(Reading& reading);    // inspect_tables.cpp
void read_columns(Reading& reading);      // inspect_columns.cpp
void read_indexes(Reading& reading);      // inspect_indexes.cpp: collects them
void read_constraints(Reading& reading);  // inspect_constraints.cpp: takes those behind constraints
void give_indexes(Reading& reading);      // inspect_indexes.cpp: the rest
void read_sequences(Reading& reading);    // inspect_sequences.cpp: identity columns too
void read_views(Reading& reading);        // inspect_views.cpp
void read_functions(Reading& reading);    // inspect_functions.cpp
void read_triggers(Reading& reading);     // inspect_triggers.cpp
void read_policies(Reading& reading);     // inspect_policies.cpp
void read_grants(Reading& reading);       // inspect_grants.cpp
void read_others(Reading& reading);       // inspect_others.cpp
void read_settings(Reading& reading);     // inspect_settings.cpp
void read_not_covered(Reading& reading);  // inspect_not_covered.cpp

/// objects.hpp, ObjectFunctions::inspect.
[[nodiscard]] Inspected inspect(Connection& connection, const std::vector<ObjectName>& left_out);

// Values of a row.
[[nodiscard]] Oid oid(const Value& value);
[[nodiscard]] int small(const Value& value);
[[nodiscard]] bool truth(const Value& value);
[[nodiscard]] std::string text(const Value& value);  ///< empty for NULL
/// The elements of an array of one dimension.
[[nodiscard]] std::vector<std::string> elements(const Value& array);
/// Those of "{1,2}" and of "1 2".
[[nodiscard]] std::vector<Oid> numbers(const Value& array);
/// reloptions: "{fillfactor=70}".
[[nodiscard]] WithList options(const Value& array);

}  // namespace aludel::postgresql
