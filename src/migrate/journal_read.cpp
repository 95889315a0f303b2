#include "migrate/journal_read.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "migrate/failure.hpp"

namespace aludel {

namespace {

JournalRecord record(const std::vector<Value>& row) {
  const auto text = [&](std::size_t column) { return row.at(column).value_or(""); };
  return {.id = integer(row.at(0)).value_or(0),
          .run_id = text(1),
          .kind = text(2),
          .name = text(3),
          .direction = text(4),
          .event = text(5),
          .at_utc = text(6),
          .segment = integer(row.at(7)),
          .segments = integer(row.at(8)),
          .statement = integer(row.at(9)),
          .duration_ms = integer(row.at(10)),
          .upgrade_digest = text(11),
          .downgrade_digest = text(12),
          .statement_digest = text(13),
          .position = text(14),
          .backend = text(15),
          .who = text(16),
          .host = text(17),
          .tool_version = text(18),
          .reason = text(19),
          .detail = text(20)};
}

}  // namespace

std::vector<JournalRecord> read_journal(Session& session, const JournalFilter& filter) {
  std::vector<JournalRecord> records;
  const Bookkeeping& tables = session.bookkeeping();
  if (!tables.has_journal) return records;
  OwnedRequest select{
      "SELECT id, run_id, kind, name, direction, event, " +
          session.dialect().journal_expressions().at_utc +
          ", segment, segments, statement, duration_ms, upgrade_digest, downgrade_digest, "
          "statement_digest, position, backend, who, host, tool_version, reason, detail FROM " +
          tables.journal + " WHERE version_table = $1",
      {tables.key}};
  const auto add_condition = [&](const char* column, const std::string& value) {
    if (value.empty()) return;
    select.parameters.emplace_back(value);
    select.sql += std::string(" AND ") + column + " = $" + std::to_string(select.parameters.size());
  };
  add_condition("name", filter.name);
  add_condition("run_id", filter.run_id);
  if (!filter.every_batch)
    select.sql += " AND (event <> 'progress' OR id IN (SELECT max(id) FROM " + tables.journal +
                  " WHERE event = 'progress' GROUP BY run_id, name, segment))";
  select.sql += " ORDER BY id DESC";
  if (filter.limit > 0) select.sql += " LIMIT " + std::to_string(filter.limit);
  try {
    const Result result = session.connection().query(select.request());
    for (const auto& row : result.rows) records.push_back(record(row));
  } catch (const Error& error) {
    throw Error(bookkeeping_failure(session, "read", error.diagnostic()));
  }
  std::ranges::reverse(records);
  return records;
}

std::string shown_time(const std::string& at_utc) {
  return replace_all(at_utc.substr(0, 19), "T", " ");
}

std::optional<std::string> kept_text(Session& session, const std::string& digest) {
  if (!session.bookkeeping().has_text) return std::nullopt;
  const Result found = session.connection().query(
      Request{.sql = "SELECT text FROM " + session.bookkeeping().text + " WHERE digest = $1",
              .parameters = {digest}});
  if (found.rows.empty()) return std::nullopt;
  return found.rows[0].at(0);
}

}  // namespace aludel
