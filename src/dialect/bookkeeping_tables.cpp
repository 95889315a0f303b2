#include "dialect/bookkeeping_tables.hpp"

#include <fmt/format.h>

#include "sql/splitter.hpp"

namespace aludel {

std::vector<std::string> bookkeeping_tables(const Bookkeeping& bookkeeping, SqlDialect dialect,
                                            const BookkeepingTypes& types) {
  std::vector<std::string> statements;
  if (!bookkeeping.has_schema)
    statements.push_back("CREATE SCHEMA " + quote_identifier(bookkeeping.schema, dialect));
  if (!bookkeeping.has_journal_schema && bookkeeping.journal_schema != bookkeeping.schema) {
    statements.push_back("CREATE SCHEMA " + quote_identifier(bookkeeping.journal_schema, dialect));
  }
  if (!bookkeeping.has_version) {
    // Alembic's own width where its table is made new, so that both tools can go on with it.
    const int width = bookkeeping.table == "alembic_version" ? 32 : 255;
    statements.push_back(fmt::format(
        "CREATE TABLE {} (version_num VARCHAR({}) NOT NULL, CONSTRAINT {} PRIMARY KEY "
        "(version_num))",
        bookkeeping.version, width, quote_identifier(bookkeeping.table + "_pkc", dialect)));
  }
  if (!bookkeeping.has_journal) {
    statements.push_back(
        fmt::format("CREATE TABLE {journal} (\n"
                    "  id {row_id} PRIMARY KEY,\n"
                    "  format {number} NOT NULL,\n"
                    "  version_table TEXT NOT NULL,\n"
                    "  run_id TEXT NOT NULL,\n"
                    "  kind TEXT NOT NULL,\n"
                    "  name TEXT NOT NULL,\n"
                    "  direction TEXT,\n"
                    "  segment {number},\n"
                    "  segments {number},\n"
                    "  statement {number},\n"
                    "  event TEXT NOT NULL,\n"
                    "  at_utc {time} NOT NULL,\n"
                    "  duration_ms {milliseconds},\n"
                    "  upgrade_digest TEXT,\n"
                    "  downgrade_digest TEXT,\n"
                    "  statement_digest TEXT,\n"
                    "  position TEXT,\n"
                    "  backend TEXT,\n"
                    "  who TEXT,\n"
                    "  host TEXT,\n"
                    "  tool_version TEXT NOT NULL,\n"
                    "  reason TEXT,\n"
                    "  detail TEXT)",
                    fmt::arg("journal", bookkeeping.journal), fmt::arg("row_id", types.row_id),
                    fmt::arg("number", types.number), fmt::arg("time", types.time),
                    fmt::arg("milliseconds", types.milliseconds)));
  }
  if (!bookkeeping.has_text) {
    statements.push_back("CREATE TABLE " + bookkeeping.text +
                         " (digest TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL)");
  }
  return statements;
}

}  // namespace aludel
