#include <array>
#include <utility>

#include "aludel/operations.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "catalog/call.hpp"
#include "catalog/naming.hpp"
#include "catalog/recording.hpp"

namespace aludel {

namespace {

constexpr std::string_view batch_mark = ":batch";

std::size_t count_of(std::string_view part, std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

void need_one_batch_mark(const Call& call, std::string_view sql) {
  if (count_of(batch_mark, sql) == 1) return;
  call.refuse("the SQL must have :batch once, where the condition on the key goes",
              "for example `UPDATE prices SET net = price / 1.2 WHERE :batch`");
}

void need_known_dialect(const Call& call, std::string_view dialect) {
  const std::array<std::string, 3> known{"sqlite", "postgresql", "mariadb"};
  for (const std::string& one : known) {
    if (one == dialect || dialect.empty()) return;
  }
  std::string hint = did_you_mean(dialect, known);
  call.refuse("there is no database " + std::string(dialect),
              hint.empty() ? "the databases are " + join(known, ", ") : std::move(hint));
}

}  // namespace

const std::string& Operations::dialect() const {
  return recording_->dialect;
}

void Operations::use_names(NamingConvention convention, At at) {
  Call{"use_names", at}.run([&] { require_known_tokens(convention); });
  recording_->naming = std::move(convention);
}

void Operations::bulk_insert(ObjectName table, std::vector<std::string> columns,
                             std::vector<std::vector<Cell>> rows, At at) {
  const Call call{"bulk_insert", at};
  call.need(table.name, "the name of the table");
  if (columns.empty()) call.refuse("no column is named");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() == columns.size()) continue;
    call.refuse("row " + std::to_string(i + 1) + " has " +
                counted(static_cast<long long>(rows[i].size()), "value") + " for " +
                counted(static_cast<long long>(columns.size()), "column"));
  }
  if (rows.empty()) return;
  recording_->add(BulkInsert{std::move(table), std::move(columns), std::move(rows)}, at);
}

void Operations::execute(std::string sql, ExecuteOptions options, At at) {
  const Call call{"execute", at};
  call.need(sql, "the SQL");
  need_known_dialect(call, options.only_on);
  recording_->add(Execute{std::move(sql), std::move(options.undo), options.reversible,
                          options.autocommit, std::string(options.only_on)},
                  at);
}

void Operations::backfill(ObjectName table, std::string sql, BackfillOptions options, At at) {
  const Call call{"backfill", at};
  call.need(table.name, "the name of the table");
  call.need(options.key, "the key");
  need_one_batch_mark(call, sql);
  if (!options.undo.empty()) need_one_batch_mark(call, options.undo);
  if (options.size && *options.size < 1) call.refuse("a batch has at least one row");
  if (!options.pause.empty()) {
    static_cast<void>(call.run([&] { return parse_duration(options.pause); }));
  }
  recording_->add(
      Backfill{std::move(table), std::move(options.key), std::move(sql), std::move(options.undo),
               options.size, std::move(options.pause), std::move(options.where)},
      at);
}

void Operations::verify(std::string sql, At at) {
  Call{"verify", at}.need(sql, "the query");
  recording_->add(Verify{std::move(sql)}, at);
}

}  // namespace aludel
