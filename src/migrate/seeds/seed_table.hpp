#pragma once

#include <string>
#include <vector>

#include "db/connection.hpp"
#include "revision/repeatable.hpp"
#include "sql/token.hpp"

namespace aludel {

/// What the database says of a table that rows are to be put into.
struct SeedTable {
  struct Column {
    std::string name;  ///< without quotes, as all names below
    bool generated = false;
    bool always_identity = false;  ///< the database takes no other value but on INSERT
    bool not_null = false;
    std::string sequence = {};  ///< that gives its default, as SQL writes it; empty: none
    /// What a value between two others is made of: PostgreSQL's typcategory, or "uuid".
    std::string category = {};
    /// SQLite: the type, where it says that only numbers belong there, which SQLite takes for no
    /// more than a wish.
    std::string number_type = {};
    bool operator==(const Column&) const = default;
  };
  struct ForeignKey {
    std::vector<std::string> columns;
    std::string parent;  ///< as SQL writes it: equal to its own `name`
    std::vector<std::string> parent_columns;
    bool deferrable = false;  ///< it may be looked at when the transaction ends
    bool operator==(const ForeignKey&) const = default;
  };

  std::string name;   ///< with its schema, quoted
  std::string shown;  ///< as a person names it
  std::vector<Column> columns;
  std::vector<std::string> primary_key;
  std::vector<std::vector<std::string>> unique_keys;  ///< the primary key is one of them
  std::vector<ForeignKey> foreign_keys;
  /// Tables whose rows go, or are changed, with those of this one.
  std::vector<std::string> followers;
  std::vector<std::string> referred_columns = {};  ///< by foreign keys of any table

  bool operator==(const SeedTable&) const = default;
};

/// The table that a CSV file names: as it is written, else without regard to case; where the file's
/// name alone says it, a number in front is for the order (`010_prices`).
/// @throws Error(seed_misfit) where there is none, with the nearest name
[[nodiscard]] SeedTable look_at_seed_table(Connection& connection, SqlDialect dialect,
                                           const RepeatableScript& seed);

/// True where the database looks at foreign keys in this session.
[[nodiscard]] bool enforces_foreign_keys(Connection& connection, SqlDialect dialect);

namespace seed_tables {  // one of these a dialect

/// The names of a table that may be written `name`: exact, else without case. `schema` may be
/// empty.
struct Found {
  std::string id;    ///< what the dialect looks further with
  std::string kind;  ///< "table", "view" …
};
[[nodiscard]] std::vector<Found> find_postgresql(Connection& connection, const std::string& schema,
                                                 const std::string& name);
[[nodiscard]] std::vector<Found> find_sqlite(Connection& connection, const std::string& name);
[[nodiscard]] SeedTable read_postgresql(Connection& connection, const std::string& id);
[[nodiscard]] SeedTable read_sqlite(Connection& connection, const std::string& id);
[[nodiscard]] std::vector<std::string> all_postgresql(Connection& connection);
[[nodiscard]] std::vector<std::string> all_sqlite(Connection& connection);

}  // namespace seed_tables

}  // namespace aludel
