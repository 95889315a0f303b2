#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "lint/statement_effects.hpp"

namespace aludel {

struct ColumnFacts {
  std::string name;
  std::string type;             ///< as the database names it
  bool known_not_null = false;  ///< by a valid constraint
  bool operator==(const ColumnFacts&) const = default;
};

/// A foreign key between two tables.
struct ForeignKeyFacts {
  std::string constraint;
  ObjectName from;
  ObjectName to;
  bool cascades = false;  ///< ON DELETE CASCADE
  bool operator==(const ForeignKeyFacts&) const = default;
};

/// What goes with an object that is dropped CASCADE.
struct Dependent {
  LossKind kind = LossKind::table;
  ObjectName object;
  std::string column;
  bool operator==(const Dependent&) const = default;
};

struct RelationFacts {
  ObjectName name;      ///< with its schema
  char kind = 'r';      ///< as pg_class.relkind
  ObjectName table;     ///< of an index
  long long rows = -1;  ///< an estimate; -1: not known
  long long bytes = -1;
  int partitions = 0;  ///< of a partitioned table, all levels
  ObjectName default_partition;
  ObjectName parent;  ///< of a partition
  ObjectName parents_default;
  std::vector<ColumnFacts> columns;  ///< but SQLite's generated ones
  std::set<std::string> generated;   ///< columns whose values can be computed again
  bool operator==(const RelationFacts&) const = default;
};

/// Something that is dropped CASCADE.
struct CascadingDrop {
  LossKind kind = LossKind::table;
  ObjectName object;
  std::string column = {};
  auto operator<=>(const CascadingDrop&) const = default;
};

/// A trigger or a rule of a table, as it is stored.
struct StoredTrigger {
  std::string words;    ///< "trigger audit"
  unsigned events = 0;  ///< WriteEvent
  StatementEffects effects;
  bool operator==(const StoredTrigger&) const = default;
};

/// What a look into the database told.
struct Facts {
  std::string schema;                             ///< where a name without schema is made
  bool utc = false;                               ///< the session's time zone
  bool nothing_there = false;                     ///< the database is not there yet
  long long file_bytes = -1;                      ///< SQLite: of the whole file
  std::map<ObjectName, RelationFacts> relations;  ///< by the name that was asked for
  std::set<ObjectName> asked;
  std::vector<ForeignKeyFacts> foreign_keys;  ///< from and to the tables asked for
  std::set<std::string> volatile_functions;   ///< the volatile ones of those asked for
  std::set<std::string> own_functions;  ///< volatile and not the server's own: they may do anything

  std::map<CascadingDrop, std::vector<Dependent>> dependents;
  std::map<ObjectName, std::vector<StoredTrigger>> triggers;  ///< by the name that was asked for

  [[nodiscard]] const RelationFacts* find(const ObjectName& name) const;
  /// A name as a person would write it: without the schema in which names are made anyway.
  [[nodiscard]] ObjectName short_name(ObjectName name) const {
    if (name.schema == schema) name.schema.clear();
    return name;
  }
  [[nodiscard]] bool absent(const ObjectName& name) const {
    return nothing_there || (asked.contains(name) && !relations.contains(name));
  }
};

struct FactsRequest {
  std::set<ObjectName> relations;
  std::set<std::string> functions;
  std::set<ObjectName> written;      ///< whose triggers are wanted
  std::set<CascadingDrop> cascades;  ///< of which what hangs on them is wanted
};

/// Asks the database; changes nothing and waits for no lock. One round trip for the common case.
/// @throws Error where it does not answer
[[nodiscard]] Facts read_facts(Connection& connection, SqlDialect dialect,
                               const FactsRequest& request);

/// Whether a table (and its column, if any) is still the one that the facts tell of.
using IsAsFound = std::function<bool(const ObjectName& table, const std::string& column)>;

/// Answers what the statements' text left open, by what was found.
/// @param is_as_found  null: everything is
void settle(StatementEffects& effects, const Facts& facts, const IsAsFound& is_as_found = {});

}  // namespace aludel
