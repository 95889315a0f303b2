#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/object_name.hpp"
#include "sql/token.hpp"

namespace aludel {

/// The strongest lock that a statement takes on a table. PostgreSQL's modes, weakest first (manual,
/// "Explicit Locking"); those of SQLite are on the whole file.
enum class Lock {
  none,
  access_share,
  row_share,
  row_exclusive,
  share_update_exclusive,
  share,
  share_row_exclusive,
  exclusive,
  access_exclusive,
  file_write,      ///< SQLite: no other writer; readers wait for the COMMIT, in WAL mode not at all
  file_exclusive,  ///< SQLite: nobody else
  unknown,
};
[[nodiscard]] std::string_view name_of(Lock lock);
/// Who waits while it is held.
[[nodiscard]] bool blocks_reads(Lock lock);
[[nodiscard]] bool blocks_writes(Lock lock);

/// What a statement does with all rows of a table, beside what it says.
enum class Work {
  none,
  rows,        ///< INSERT, UPDATE, DELETE: the rows that it names
  query,       ///< what its query reads
  scan,        ///< reads all rows
  scan_twice,  ///< and waits for older transactions
  build,       ///< reads all rows and builds an index
  rewrite,     ///< writes the table and its indexes anew
  new_files,   ///< throws the files away
  unknown,
};
[[nodiscard]] std::string_view name_of(Work work);

/// What only the database can tell of a statement.
enum class Question {
  none,
  not_null,       ///< no scan where a valid CHECK says so already
  type_change,    ///< whether the new type needs a rewrite, and loses something
  volatility,     ///< whether functions of a default are volatile
  index,          ///< which table the index is of
  constraint,     ///< which other table the constraint is with
  type_users,     ///< which tables have columns of the domain
  new_partition,  ///< whether there is a default partition, which is read then
  old_partition,  ///< whether there is one, which is locked too
  parent,         ///< whether the table is a partition, and of which one
};

/// One table that a statement locks.
struct TouchedTable {
  ObjectName name;
  Lock lock = Lock::none;
  Work work = Work::none;
  bool certain = true;         ///< false: `work` is the worst that can be
  std::string why = {};        ///< "random() is volatile"
  std::string_view hint = {};  ///< the safer form; empty: there is none, or it is safe
  Question question = Question::none;
  std::string column = {};                  ///< folded; of the question
  std::string type = {};                    ///< the new type, as written
  bool has_using = false;                   ///< ALTER TYPE … USING
  std::string constraint = {};              ///< folded
  std::vector<std::string> functions = {};  ///< of a default
  bool is_new = false;  ///< made by an earlier statement of the plan: nobody waits for it

  bool operator==(const TouchedTable&) const = default;
};

/// What a statement throws away.
enum class LossKind {
  table,
  column,
  rows,
  values,  ///< a conversion that does not keep them
  materialized_view,
  sequence,
  type,
  schema,
  database,
  extension,
  not_known,  ///< what runs cannot be judged
};

struct PossibleLoss {
  LossKind kind = LossKind::rows;
  ObjectName object = {};
  std::string column = {};
  bool may = false;      ///< false: it is lost, where it holds anything
  bool cascade = false;  ///< and what hangs on it
  bool if_exists = false;
  bool when_called = false;    ///< it stands in a routine that is only defined here
  std::string count_sql = {};  ///< a query that counts what is lost; empty: by the object
  std::string words = {};      ///< for what has no object: "what EXECUTE runs in this DO block"

  bool operator==(const PossibleLoss&) const = default;
};

/// Rows that a statement changes, which is no loss.
struct ChangedRows {
  ObjectName table;
  std::string count_sql;  ///< empty: it cannot be counted
  bool operator==(const ChangedRows&) const = default;
};

enum class ObjectClass { relation, type, schema, routine };

struct Created {
  ObjectClass what = ObjectClass::relation;
  ObjectName name;
  bool only_if_missing = false;
  bool operator==(const Created&) const = default;
};
struct Renamed {
  ObjectName from;
  ObjectName to;
  bool operator==(const Renamed&) const = default;
};
/// All rows of one table are put into another: what a rebuild does.
struct Copied {
  ObjectName from;
  ObjectName to;
  std::vector<std::string> columns;  ///< words of its SELECT list, folded; empty: all columns
  bool operator==(const Copied&) const = default;
};
struct AddedColumn {
  ObjectName table;
  std::string column;
  bool operator==(const AddedColumn&) const = default;
};

/// What one statement does to tables, as far as its text tells.
struct StatementEffects {
  bool known = true;  ///< false: no rule is for it
  std::vector<TouchedTable> tables;
  std::vector<PossibleLoss> losses;
  std::vector<ChangedRows> changes;
  std::vector<Created> created;
  std::vector<AddedColumn> added_columns;
  std::vector<ObjectName> dropped;  ///< relations
  std::vector<Renamed> renamed;
  std::vector<Copied> copied;
  std::vector<std::string> called;   ///< functions and procedures by their last name, folded
  bool writes_file = false;          ///< SQLite: it takes the file's write lock
  std::optional<bool> foreign_keys;  ///< SQLite: PRAGMA foreign_keys

  bool operator==(const StatementEffects&) const = default;
};

/// Judges a statement by the dialect's table of rules (effect_rules.hpp). Pure; linear in its
/// tokens. What it does not know it says: `known` is false.
[[nodiscard]] StatementEffects effects_of(const SourceText& source, const Statement& statement,
                                          SqlDialect dialect, int server_version);

}  // namespace aludel
