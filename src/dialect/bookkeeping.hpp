#pragma once

#include <optional>
#include <string>

namespace aludel {

struct VersionTableSettings {
  std::string table = "aludel_version";
  std::string schema;    ///< empty: as the session resolves it
  bool was_set = false;  ///< by the configuration

  bool operator==(const VersionTableSettings&) const = default;
};

/// The bookkeeping tables of one project in one database: docs/formats.md, "Tables".
struct Bookkeeping {
  // Quoted and qualified, ready for SQL.
  std::string version;
  std::string journal;
  std::string text;
  std::string lease;  ///< empty on SQLite

  std::string schema;          ///< of the version table, as resolved; empty on SQLite
  std::string table;           ///< the version table's bare name
  std::string journal_schema;  ///< empty on SQLite
  std::string key;  ///< the journal's version_table: "schema.table", or "table" on SQLite

  bool has_version = false;
  bool has_journal = false;
  bool has_text = false;
  bool has_lease = false;
  bool has_schema = true;
  bool has_journal_schema = true;
  /// Another table, Alembic's, is there and filled, and the configuration names none.
  bool alembic_is_filled = false;
  /// Characters that fit into version_num; none: no limit, or no table yet.
  std::optional<int> version_width;

  bool operator==(const Bookkeeping&) const = default;
};

/// SQL expressions that the journal's rows are written with.
struct JournalExpressions {
  std::string now;       ///< the time in UTC
  std::string duration;  ///< milliseconds since the transaction began; empty: the client measures
  std::string backend;   ///< what identifies the session; empty: the client knows
  std::string at_utc;    ///< the column's text, whatever the session's DateStyle is
};

}  // namespace aludel
