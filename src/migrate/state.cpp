#include "migrate/state.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/failure.hpp"
#include "revision/applied.hpp"

namespace aludel {

namespace {

std::string columns(const Session& session) {
  return "id, format, name, direction, segment, segments, statement, event, statement_digest, " +
         session.dialect().journal_expressions().at_utc + ", backend, who, host, detail, position";
}

long long number(const Value& value) {
  return integer(value).value_or(0);
}

JournalRow journal_row(const std::vector<Value>& row) {
  return {.id = number(row.at(0)),
          .name = row.at(2).value_or(""),
          .direction = row.at(3) == "downgrade" ? Direction::down : Direction::up,
          .segment = static_cast<int>(number(row.at(4))),
          .segments = static_cast<int>(number(row.at(5))),
          .statement = static_cast<int>(number(row.at(6))),
          .event = row.at(7).value_or(""),
          .statement_digest = row.at(8).value_or(""),
          .position = row.at(14).value_or(""),
          .at_utc = row.at(9).value_or(""),
          .backend = row.at(10).value_or(""),
          .who = row.at(11).value_or(""),
          .host = row.at(12).value_or(""),
          .detail = row.at(13).value_or("")};
}

bool may_be_in_progress(const JournalRow& last) {
  return last.event != "stamped" && !(last.event == "done" && last.segment >= last.segments);
}

[[noreturn]] void refuse_format(long long format) {
  Diagnostic problem =
      diagnostic(Code::newer_format, "the journal was written by a newer Aludel (format " +
                                         std::to_string(format) + ")");
  problem.now = "nothing was changed";
  problem.next =
      "use the newer program; this one understands formats up to " + std::to_string(journal_format);
  throw Error(std::move(problem));
}

}  // namespace

DatabaseState read_state(Session& session) {
  const Bookkeeping& tables = session.bookkeeping();
  DatabaseState state;
  std::vector<JournalRow> last;
  const std::string rows_sql =
      "SELECT version_num FROM " + tables.version + " ORDER BY version_num";
  // Failures are told apart later: of a revision that failed inside its first transaction nothing
  // is half-way.
  const std::string last_sql = "SELECT " + columns(session) + " FROM " + tables.journal +
                               " WHERE version_table = $1 ORDER BY id DESC LIMIT 1";
  const std::string last_step_sql = "SELECT " + columns(session) + " FROM " + tables.journal +
                                    " WHERE version_table = $1 AND kind = 'revision' AND event IN "
                                    "('intent', 'begin', 'progress', "
                                    "'done', 'repaired', 'stamped') ORDER BY id DESC LIMIT 1";
  std::vector<Request> batch;
  if (tables.has_version) batch.push_back({.sql = rows_sql});
  if (tables.has_journal) {
    batch.push_back({.sql = last_sql, .parameters = {tables.key}});
    batch.push_back({.sql = last_step_sql, .parameters = {tables.key}});
  }
  long long format = 0;
  const std::size_t first_journal = tables.has_version ? 1 : 0;
  const auto take = [&](std::size_t index, const Result& result) {
    if (tables.has_version && index == 0) {
      for (const auto& row : result.rows) state.rows.push_back(row.at(0).value_or(""));
    } else if (!result.rows.empty() && index == first_journal) {
      state.last_journal_id = number(result.rows[0][0]);
      format = number(result.rows[0][1]);
    } else if (!result.rows.empty()) {
      last.push_back(journal_row(result.rows[0]));
    }
    return true;
  };
  try {
    session.connection().run(batch, take);
  } catch (const Error& error) {
    throw Error(bookkeeping_failure(session, "read", error.diagnostic()));
  }
  if (format > journal_format) refuse_format(format);
  std::ranges::sort(state.rows);
  if (last.empty() || !may_be_in_progress(last.front())) return state;

  state.in_progress = read_progress(session, revision_kind, last.front().name);
  return state;
}

std::optional<InProgress> read_progress(Session& session, std::string_view kind,
                                        const std::string& name) {
  const std::string& journal = session.bookkeeping().journal;
  const Result history = session.connection().query(Request{
      .sql =
          "SELECT " + columns(session) + " FROM " + journal +
          " WHERE version_table = $1 AND kind = $2 AND name = $3 AND id > (SELECT "
          "coalesce(max(id), 0) FROM " +
          journal +
          " WHERE version_table = $1 AND kind = $2 AND event = 'stamped' AND ($2 = 'revision' OR "
          "name = $3))" +
          // Of the watermarks the newest counts, and there may be very many.
          " AND (event <> 'progress' OR id = (SELECT max(id) FROM " + journal +
          " WHERE version_table = $1 AND kind = $2 AND name = $3 AND event = "
          "'progress')) ORDER BY id",
      .parameters = {session.bookkeeping().key, std::string(kind), name}});
  std::vector<JournalRow> rows;
  for (const auto& row : history.rows) rows.push_back(journal_row(row));
  auto progress = progress_of(rows);
  if (progress) progress->kind = kind;
  return progress;
}

std::string shown_rows(const std::vector<std::string>& rows) {
  return rows.empty() ? "base" : join(rows, ", ");
}

std::string how_far(const InProgress& progress) {
  const std::string segment =
      "segment " + std::to_string(progress.done() + 1) + " of " + std::to_string(progress.segments);
  if (!progress.batch) return segment;
  return segment + ", " + shown_batch_rows(progress.batch->rows, progress.batch->detail);
}

std::vector<std::string> sorted_ids(const RevisionGraph& graph,
                                    const std::vector<RevisionIndex>& revisions) {
  std::vector<std::string> ids;
  for (const RevisionIndex each : revisions) ids.push_back(graph[each].id);
  std::ranges::sort(ids);
  return ids;
}

RevisionSet applied_and_half_down(const RevisionGraph& graph, const RevisionSet& own,
                                  const DatabaseState& state) {
  RevisionSet applied = applied_state(graph, own, state.rows).applied;
  if (state.in_progress && state.in_progress->direction == Direction::down) {
    if (const auto half_down = graph.find(state.in_progress->revision)) applied.insert(*half_down);
  }
  return graph.closure(applied);
}

}  // namespace aludel
