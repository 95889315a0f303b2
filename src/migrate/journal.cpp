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

void note_runner(BatchState& batch, const JournalRow& row) {
  batch.backend = row.backend;
  batch.who = row.who;
  batch.host = row.host;
}

}  // namespace

RunIdentity new_run(const Connection& connection) {
  return {.run_id = random_hex(8),
          .backend = connection.backend(),
          .who = user_name(),
          .host = host_name()};
}

std::vector<JournalColumn> journal_columns(const Dialect& dialect, const Bookkeeping& bookkeeping,
                                           const RunIdentity& run, const JournalEntry& entry) {
  const JournalExpressions expressions = dialect.journal_expressions();
  const bool server_measures = !entry.duration_ms && !expressions.duration.empty() &&
                               (entry.event == "done" || entry.event == "progress");
  return {{"format", {}, std::to_string(journal_format)},
          {"version_table", bookkeeping.key},
          {"run_id", run.run_id},
          {"kind", entry.kind},
          {"name", entry.name},
          {"direction", entry.direction ? Value(std::string(name_of(*entry.direction))) : Value()},
          {"segment", number(entry.segment)},
          {"segments", number(entry.segments)},
          {"statement", number(entry.statement)},
          {"event", entry.event},
          {"at_utc", {}, expressions.now},
          {"duration_ms", number(entry.duration_ms),
           server_measures ? expressions.duration : std::string()},
          {"upgrade_digest", text(entry.upgrade_digest)},
          {"downgrade_digest", text(entry.downgrade_digest)},
          {"statement_digest", text(entry.statement_digest)},
          {"position", text(entry.position)},
          // A borrowed session is another one in each transaction.
          {"backend", text(run.backend), run.renewal.empty() ? std::string() : expressions.backend},
          {"who", text(run.who)},
          {"host", text(run.host)},
          {"tool_version", std::string(version)},
          {"reason", text(entry.reason)},
          {"detail", text(entry.detail)}};
}

OwnedRequest journal_insert(const Dialect& dialect, const Bookkeeping& bookkeeping,
                            const RunIdentity& run, const JournalEntry& entry) {
  OwnedRequest insert;
  std::string names;
  std::string values;
  for (JournalColumn& column : journal_columns(dialect, bookkeeping, run, entry)) {
    names.append(names.empty() ? "" : ", ").append(column.name);
    values += values.empty() ? "" : ", ";
    if (!column.expression.empty()) {
      values += column.expression;
      continue;
    }
    insert.parameters.push_back(std::move(column.value));
    values += "$" + std::to_string(insert.parameters.size());
  }
  if (!run.renewal.empty()) insert.sql = "WITH renewed AS (" + run.renewal + ") ";
  insert.sql += fmt::format("INSERT INTO {} ({}) VALUES ({}) RETURNING id", bookkeeping.journal,
                            names, values);
  return insert;
}

OwnedRequest text_insert(const Bookkeeping& bookkeeping, const std::string& digest,
                         const std::string& text) {
  return {"INSERT INTO " + bookkeeping.text +
              " (digest, text) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
          {digest, text}};
}

std::string shown_writer(const std::string& who, const std::string& host,
                         std::string_view between) {
  if (who.empty() && host.empty()) return "a script";
  return host.empty() ? who : who + std::string(between) + host;
}

std::optional<InProgress> progress_of(const std::vector<JournalRow>& rows) {
  std::optional<InProgress> state;
  const auto begin = [&](const JournalRow& row) {
    if (!state || state->direction != row.direction)
      state = InProgress{.revision = row.name,
                         .direction = row.direction,
                         .segments = 0,
                         .done_digests = {},
                         .intent = {},
                         .batch = {}};
    state->segments = row.segments;
  };
  const auto finish_segment = [&](const JournalRow& row) {
    begin(row);
    state->intent.reset();
    state->batch.reset();
    state->done_digests.resize(static_cast<std::size_t>(std::max(row.segment, 1) - 1));
    state->done_digests.push_back(row.statement_digest);
    if (row.segment >= row.segments) state.reset();
  };
  // It was begun anew from here: what older rows say of this segment and the next ones is over.
  const auto forget_from = [&](const JournalRow& row) {
    state->done_digests.resize(std::min(state->done_digests.size(),
                                        static_cast<std::size_t>(std::max(row.segment, 1) - 1)));
  };
  for (const JournalRow& row : rows) {
    if (row.event == "done") {
      finish_segment(row);
    } else if (row.event == "begin") {
      begin(row);
      forget_from(row);
      state->intent.reset();
      if (!state->batch || state->batch->segment != row.segment) state->batch.emplace();
      BatchState& batch = *state->batch;  // begun again: with another text, from where it was
      batch.segment = row.segment;
      batch.statement = row.statement;
      batch.digest = row.statement_digest;
      batch.end = row.position;
      batch.detail = read_batch_detail(row.detail);
      note_runner(batch, row);
    } else if (row.event == "progress") {
      if (!state || !state->batch || state->batch->segment != row.segment) continue;
      state->batch->position = row.position;
      state->batch->rows = read_batch_rows(row.detail);
      note_runner(*state->batch, row);
    } else if (row.event == "intent") {
      begin(row);
      forget_from(row);
      state->batch.reset();
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
