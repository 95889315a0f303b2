#pragma once

#include <optional>
#include <string>
#include <vector>

namespace aludel {

/// What the catalog says of a table whose rows are gone through by key.
struct TableFacts {
  struct Column {
    std::string name;  ///< without quotes
    std::string type;
    bool not_null = false;
    bool operator==(const Column&) const = default;
  };
  /// An index that gives rows in the order of its columns, ascending or descending.
  struct Index {
    std::string name;
    std::vector<std::string> columns;  ///< the leading ones that can be used so
    bool unique = false;               ///< no two rows are equal in `columns`
    bool operator==(const Index&) const = default;
  };

  bool found = false;
  std::string no_table;  ///< what it is instead: "a view"; empty: a table
  std::string name;  ///< with its schema, quoted: the same table whatever the session's settings
  std::vector<std::string>
      other_tables;  ///< names that may have been meant; where it was not found
  std::vector<Column> columns;
  std::vector<Index> indexes;

  bool operator==(const TableFacts&) const = default;
};

/// What a data migration in batches should know before it goes on.
struct BatchLoad {
  std::string reason_to_wait;  ///< empty: none
  /// Changes when another session has written; empty: not known.
  std::string other_writers;
  /// That have written so far, our own among them; empty: not known.
  std::optional<long long> transactions;
};

}  // namespace aludel
