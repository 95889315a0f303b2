#include "migrate/journal.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "aludel/version.hpp"
#include "base/host.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

Value number(std::optional<long long> value) {
  return value ? Value(std::to_string(*value)) : Value();
}
Value text(const std::string& value) {
  return value.empty() ? Value() : Value(value);
}

}  // namespace

RunIdentity new_run(const Connection& connection) {
  return {.run_id = random_hex(8),
          .backend = connection.backend(),
          .who = user_name(),
          .host = host_name()};
}

OwnedRequest journal_insert(const Dialect& dialect, const Bookkeeping& bookkeeping,
                            const RunIdentity& run, const JournalEntry& entry) {
  const JournalExpressions expressions = dialect.journal_expressions();
  const bool server_measures =
      !entry.duration_ms && !expressions.duration.empty() && entry.event == "done";
  OwnedRequest insert;
  if (!run.renewal.empty()) insert.sql = "WITH renewed AS (" + run.renewal + ") ";
  insert.sql += fmt::format(
      "INSERT INTO {} (format, version_table, run_id, kind, name, direction, segment, segments, "
      "statement, event, at_utc, "
      "duration_ms, upgrade_digest, downgrade_digest, statement_digest, backend, who, host, "
      "tool_version, reason, detail) "
      "VALUES ({}, $1, $2, $3, $4, $5, $6, $7, $8, $9, {}, {}, $10, $11, $12, {}, $14, $15, $16, "
      "$17, $18) RETURNING id",
      bookkeeping.journal, journal_format, expressions.now,
      server_measures     ? expressions.duration
      : entry.duration_ms ? std::to_string(*entry.duration_ms)
                          : "NULL",
      // A borrowed session is another one in each transaction.
      run.renewal.empty() ? std::string("$13") : "coalesce(" + expressions.backend + ", $13)");
  insert.parameters = {bookkeeping.key,
                       run.run_id,
                       entry.kind,
                       entry.name,
                       entry.direction ? Value(std::string(name_of(*entry.direction))) : Value(),
                       number(entry.segment),
                       number(entry.segments),
                       number(entry.statement),
                       entry.event,
                       text(entry.upgrade_digest),
                       text(entry.downgrade_digest),
                       text(entry.statement_digest),
                       text(run.backend),
                       text(run.who),
                       text(run.host),
                       std::string(version),
                       text(entry.reason),
                       text(entry.detail)};
  return insert;
}

OwnedRequest text_insert(const Bookkeeping& bookkeeping, const std::string& digest,
                         const std::string& text) {
  return {"INSERT INTO " + bookkeeping.text +
              " (digest, text) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
          {digest, text}};
}

std::optional<InProgress> progress_of(const std::vector<JournalRow>& rows) {
  std::optional<InProgress> state;
  const auto begin = [&](const JournalRow& row) {
    if (!state || state->direction != row.direction)
      state = InProgress{.revision = row.name,
                         .direction = row.direction,
                         .segments = 0,
                         .done_digests = {},
                         .intent = {}};
    state->segments = row.segments;
  };
  const auto finish_segment = [&](const JournalRow& row) {
    begin(row);
    state->intent.reset();
    state->done_digests.resize(static_cast<std::size_t>(std::max(row.segment, 1) - 1));
    state->done_digests.push_back(row.statement_digest);
    if (row.segment >= row.segments) state.reset();
  };
  for (const JournalRow& row : rows) {
    if (row.event == "done") {
      finish_segment(row);
    } else if (row.event == "intent") {
      begin(row);
      // It was begun anew from here: what older rows say of this segment and the next ones is over.
      state->done_digests.resize(std::min(state->done_digests.size(),
                                          static_cast<std::size_t>(std::max(row.segment, 1) - 1)));
      state->intent = OpenIntent{row.segment,
                                 row.statement,
                                 row.statement_digest,
                                 row.at_utc,
                                 row.backend,
                                 row.who,
                                 row.host,
                                 {}};
    } else if (row.event == "failed") {
      // A failure without the statement came behind it (an interruption, the journal's own lock):
      // what became of the statement is then not known.
      if (state && state->intent && state->intent->segment == row.segment &&
          state->intent->statement == row.statement) {
        state->intent->failure = row.detail;
      }
    } else if (row.event == "repaired" && state) {
      if (row.detail == "applied") {
        finish_segment(row);
      } else {
        state->intent.reset();
        if (row.detail != "run again" && state->done() == 0) state.reset();
      }
    } else if (row.event == "stamped") {
      state.reset();
    }
  }
  return state;
}

}  // namespace aludel
