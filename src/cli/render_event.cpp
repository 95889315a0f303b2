#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/console.hpp"
#include "dialect/activity.hpp"
#include "lint/loss_text.hpp"

namespace aludel {

namespace {

std::string sessions_behind(int count) {
  return count == 0 ? ""
                    : fmt::format("; {} behind this run",
                                  counted(count, "session waits", "sessions wait"));
}

std::string_view what_is_waited_for(WaitingFor what) {
  switch (what) {
    case WaitingFor::migration_lock: return "the migration lock";
    case WaitingFor::table_lock: return "a lock";
    case WaitingFor::file_lock: return "the database file's lock";
  }
  return "a lock";
}

/// "1234", "56.7 k", "8.9 M": numbers of blocks and rows grow long.
std::string short_number(long long number) {
  if (number < 10000) return std::to_string(number);
  const auto value = static_cast<double>(number);
  if (number < 1000000) return fmt::format("{:.1f} k", value / 1e3);
  if (number < 1000000000) return fmt::format("{:.1f} M", value / 1e6);
  return fmt::format("{:.1f} G", value / 1e9);
}

/// "45 %, ": what a narrow window must show. The share of transactions that have ended says nothing
/// of the time.
std::string percent(const StatementProgress& e) {
  if (!e.done || !e.total || e.unit == "transactions") return {};
  return fmt::format("{} %, ", std::min(100LL, *e.done * 100 / *e.total));
}

/// ", 1.2 M of 2.7 M blocks, about 2 min left in this phase"
std::string how_far(const StatementProgress& e) {
  std::string text;
  if (e.done && e.total)
    text = fmt::format(", {} of {} {}", short_number(*e.done), short_number(*e.total), e.unit);
  else if (e.done.value_or(0) > 0)
    text = fmt::format(", {} {}", short_number(*e.done), e.unit);
  if (e.remaining)
    text += fmt::format(", about {} left in this phase", format_seconds(*e.remaining));
  return text;
}

std::string rows(long long count) {
  return with_commas(count) + (count == 1 ? " row" : " rows");
}

struct EventLine {
  std::string operator()(const StepStarted& e) const {
    if (e.done_before == 0) return {};
    return fmt::format("  going on with {} at segment {} of {}", e.revision, e.done_before + 1,
                       e.segments);
  }
  std::string operator()(const StatementDone&) const { return {}; }
  std::string operator()(const SegmentDone& e) const {
    if (e.segments == 1) return {};
    return fmt::format("    {}  segment {} of {}{}, {}", e.revision, e.segment, e.segments,
                       e.autocommit ? " (outside a transaction)" : "", format_duration(e.duration));
  }
  std::string operator()(const StepDone& e) const {
    return fmt::format("  {} {}  {}{}{}", e.direction == Direction::up ? "↑" : "↓", e.revision,
                       e.message.empty() ? "" : e.message + "  ", format_duration(e.duration),
                       e.atomic          ? ""
                       : e.segments == 1 ? ", not atomic: in batches"
                                         : fmt::format(", not atomic: {} segments", e.segments));
  }
  std::string operator()(const StatementProgress& e) const {
    std::string text = e.statement == 0 ? fmt::format("  … {}  bookkeeping and COMMIT", e.revision)
                                        : fmt::format("  … {}  statement {} of {}", e.revision,
                                                      e.statement, e.statements);
    text += " for " + format_seconds(e.elapsed);
    if (!e.command.empty()) text += ": " + percent(e) + e.command;
    if (!e.relation.empty()) text += " on " + e.relation;
    if (!e.phase.empty()) text += ", " + e.phase;
    return text + how_far(e) + (e.waits_for_lock ? ", waiting for a lock" : "") +
           sessions_behind(e.waiting_behind);
  }
  std::string operator()(const Waiting& e) const {
    constexpr std::size_t shown = 3;
    std::string text = fmt::format(
        "  waiting for {}{} for {}{}{}{}", what_is_waited_for(e.what),
        e.object.empty() ? "" : " (" + e.object + ")", format_seconds(e.waited),
        e.attempt > 1         ? fmt::format(", attempt {}", e.attempt)
        : e.limit.count() > 0 ? " of at most " + format_duration(e.limit)
                              : "",
        sessions_behind(e.waiting_behind), e.holder.empty() ? "" : "; held by " + e.holder);
    for (std::size_t i = 1; i < std::min(e.blockers.size(), shown); ++i)
      text += "\n    and " + describe(e.blockers[i]);
    if (e.blockers.size() > shown)
      text += fmt::format("\n    and {} more", e.blockers.size() - shown);
    return text;
  }
  std::string operator()(const BlockerEnded& e) const {
    switch (e.how) {
      case BlockerEnded::How::cancelled: return "  cancelled the statement of " + e.description;
      case BlockerEnded::How::terminated: return "  ended " + e.description;
      case BlockerEnded::How::not_permitted: break;
    }
    return "  this user may not end " + e.description +
           "; still waiting (a member of pg_signal_backend and pg_read_all_stats may)";
  }
  std::string operator()(const Retrying& e) const {
    return fmt::format("  {}; rolled back, attempt {} in {}", e.reason, e.attempt,
                       format_duration(e.delay));
  }
  std::string operator()(const BatchProgress& e) const {
    if (e.done)
      return fmt::format("    {}  {} in {}, {} changed", e.revision, rows(e.rows),
                         counted(e.batches, "batch", "batches"), with_commas(e.changed));
    std::string line = fmt::format("    {}  {}", e.revision, rows(e.rows));
    if (e.total > 0)
      line = fmt::format("    {}  {} of {}{} ({} %)", e.revision, with_commas(e.rows),
                         e.total_estimated ? "about " : "", rows(e.total),
                         e.rows * 100 / std::max(e.total, 1LL));
    if (e.rows_per_second > 0)
      line += fmt::format(", {}/s", with_commas(std::llround(e.rows_per_second)));
    if (e.left.count() >= 0 && e.rows_per_second > 0)
      line += ", " + format_duration(e.left) + " left";
    if (e.batches > 0)
      line += fmt::format(", batches of {} in {:.0f} ms", with_commas(e.batch_size),
                          static_cast<double>(e.batch_time.count()) / 1000);
    if (e.paused.count() >= 1000) line += ", paused " + format_duration(e.paused);
    return line;
  }
  std::string operator()(const BatchPaused& e) const {
    return fmt::format("  paused{} because {}",
                       e.waited.count() >= 1000 ? " for " + format_duration(e.waited) : "",
                       e.reason);
  }
  std::string operator()(const ServerNotice& e) const { return "  server: " + e.notice.message; }
  std::string operator()(const Loss& e) const {
    return fmt::format("  {} {}  ({}:{})", e.certain ? "loses" : "may lose", e.what, e.file,
                       e.line);
  }
  std::string operator()(const Remark& e) const { return "  " + e.text; }
  std::string operator()(const StatementSent&) const { return {}; }
  std::string operator()(const StatementAnswered&) const { return {}; }
};

}  // namespace

std::string render_transfer(const Transfer& t) {
  std::string text = fmt::format("  … {}: {}", t.what, shown_bytes(t.done));
  if (t.total > 0)
    text += fmt::format(" of {}{} ({} %)", t.estimated ? "about " : "", shown_bytes(t.total),
                        std::min(100LL, t.done * 100 / t.total));
  const double seconds = static_cast<double>(t.elapsed.count()) / 1000;
  if (seconds > 0)
    text += fmt::format(", {}/s", shown_bytes(std::llround(static_cast<double>(t.done) / seconds)));
  return text;
}

std::string render_event(const Event& event) {
  return std::visit(EventLine{}, event);
}

}  // namespace aludel
