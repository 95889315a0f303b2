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
  bool plain_using = true;                  ///< it only casts the column to the new type
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
  view,    ///< only what hangs on it
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
  bool truncates = false;      ///< of rows: no ON DELETE happens
  std::string count_sql = {};  ///< a query that counts what is lost; empty: by the object
  bool countable = true;       ///< false: what would be counted may be something else
  /// A table that is dropped, whose rows only temporary tables hold: no loss where the plan copies
  /// them back.
  std::optional<ObjectName> held = {};
  std::string words = {};  ///< for what has no object: "what EXECUTE runs in this DO block"

  bool operator==(const PossibleLoss&) const = default;
};

/// Rows that a statement changes, which is no loss.
struct ChangedRows {
  ObjectName table;
  std::string count_sql;  ///< empty: it cannot be counted
  bool operator==(const ChangedRows&) const = default;
};

/// What is done to rows, as bits.
enum WriteEvent : unsigned { inserts = 1, updates = 2, deletes = 4, empties = 8 };

struct Written {
  ObjectName table;
  unsigned events = 0;
  bool operator==(const Written&) const = default;
};

enum class ObjectClass { relation, type, schema, routine };

struct WrittenColumn {
  std::string name;  ///< folded
  std::string type;  ///< as written
  bool operator==(const WrittenColumn&) const = default;
};

struct Created {
  ObjectClass what = ObjectClass::relation;
  ObjectName name;
  bool only_if_missing = false;
  bool temporary = false;
  bool until_commit = false;                ///< ON COMMIT DROP
  bool refuses_rows = false;                ///< ON CONFLICT IGNORE and REPLACE in its constraints
  std::vector<WrittenColumn> columns = {};  ///< where they are written; not those of AS SELECT
  std::vector<std::string> calls = {};      ///< of a routine: what its body calls
  std::vector<Written> writes = {};         ///< of a routine: tables that its body writes to
  bool moves_objects = false;               ///< of a routine: its body does
  bool operator==(const Created&) const = default;
};
struct Dropped {
  ObjectClass what = ObjectClass::relation;
  ObjectName name;
  bool operator==(const Dropped&) const = default;
};
struct Renamed {
  ObjectName from;
  ObjectName to;
  ObjectClass what = ObjectClass::relation;
  bool if_exists = false;
  bool operator==(const Renamed&) const = default;
};
struct RenamedColumn {
  ObjectName table;
  std::string from;
  std::string to;
  bool operator==(const RenamedColumn&) const = default;
};
/// A column of a SELECT list.
struct CopiedColumn {
  std::string column;                   ///< folded; empty: an expression
  std::string cast = {};                ///< as written: the type that it is cast to
  std::vector<std::string> words = {};  ///< of an expression: what may be columns
  bool operator==(const CopiedColumn&) const = default;
};
/// All rows of one table are put into another: what a rebuild does.
struct Copied {
  ObjectName from;
  ObjectName to;
  std::vector<CopiedColumn> columns = {};  ///< empty: all columns
  std::vector<std::string> targets = {};   ///< columns of INSERT INTO; empty: in their order
  bool operator==(const Copied&) const = default;
};
struct AddedColumn {
  ObjectName table;
  std::string column;
  bool only_if_missing = false;
  bool operator==(const AddedColumn&) const = default;
};
/// A table becomes, or ceases to be, a part of another one, with which it is dropped.
struct Attached {
  ObjectName parent;
  ObjectName child;
  bool detached = false;
  bool operator==(const Attached&) const = default;
};
/// What runs whenever rows of a table are written: a trigger, a rule.
struct Fires {
  ObjectName table;
  unsigned events = 0;
  ObjectName routine = {};  ///< its function, or itself
  bool operator==(const Fires&) const = default;
};
/// SET search_path, SET ROLE and the like.
struct PathChange {
  std::string schema;  ///< the only one of the new path; empty: not known
  bool operator==(const PathChange&) const = default;
};

/// What one statement does to tables, as far as its text tells.
struct StatementEffects {
  bool known = true;  ///< false: no rule is for it
  std::vector<TouchedTable> tables;
  std::vector<PossibleLoss> losses;
  std::vector<ChangedRows> changes;
  std::vector<Created> created;
  std::vector<AddedColumn> added_columns;
  std::vector<Dropped> dropped;
  std::vector<Renamed> renamed;
  std::vector<RenamedColumn> renamed_columns;
  std::vector<Attached> attached;
  std::vector<Fires> fires;
  std::vector<Copied> copied;
  std::vector<Written> written;      ///< tables whose rows are written
  std::vector<std::string> called;   ///< functions and procedures by their last name, folded
  bool writes_file = false;          ///< SQLite: it takes the file's write lock
  std::optional<bool> foreign_keys;  ///< SQLite: PRAGMA foreign_keys
  std::optional<PathChange> path;    ///< other objects are meant by names from here on
  bool moves_objects = false;        ///< a body renames: what is where is not known from here on

  bool operator==(const StatementEffects&) const = default;
};

/// Judges a statement by the dialect's table of rules (effect_rules.hpp). Pure; linear in its
/// tokens. What it does not know it says: `known` is false.
[[nodiscard]] StatementEffects effects_of(const SourceText& source, const Statement& statement,
                                          SqlDialect dialect, int server_version);

/// Judges the body of a function or a trigger, in SQL or PL/pgSQL: what it may do.
[[nodiscard]] StatementEffects effects_of_body(std::string body, SqlDialect dialect,
                                               int server_version);

}  // namespace aludel
