#include "cli/json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "revision/section.hpp"

namespace aludel {

namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

std::string_view name_of(WaitingFor what) {
  switch (what) {
    case WaitingFor::migration_lock: return "migration_lock";
    case WaitingFor::table_lock: return "table_lock";
    case WaitingFor::file_lock: return "file_lock";
  }
  return "";
}

std::string_view name_of(BlockerEnded::How how) {
  switch (how) {
    case BlockerEnded::How::cancelled: return "cancelled";
    case BlockerEnded::How::terminated: return "terminated";
    case BlockerEnded::How::not_permitted: return "not_permitted";
  }
  return "";
}

std::string_view name_of(Blocker::Kind kind) {
  switch (kind) {
    case Blocker::Kind::session: return "session";
    case Blocker::Kind::autovacuum: return "autovacuum";
    case Blocker::Kind::prepared_transaction: return "prepared_transaction";
    case Blocker::Kind::process: return "process";
  }
  return "";
}

Json number_or_null(const std::optional<long long>& number) {
  return number ? Json(*number) : Json();
}

Json milliseconds_or_null(const std::optional<std::chrono::milliseconds>& time) {
  return time ? Json(time->count()) : Json();
}

Json json_of(const Blocker& blocker) {
  return {{"kind", name_of(blocker.kind)},
          {"id", blocker.id},
          {"application", text_or_null(blocker.application)},
          {"user", text_or_null(blocker.user)},
          {"client", text_or_null(blocker.client)},
          {"state", text_or_null(blocker.state)},
          {"state_ms", milliseconds_or_null(blocker.state_age)},
          {"transaction_ms", milliseconds_or_null(blocker.transaction_age)},
          {"query", text_or_null(blocker.query)},
          {"prevents_wraparound", blocker.prevents_wraparound},
          {"waits_for", blocker.waits_for}};
}

/// One event each: its name and its fields.
struct EventJson {
  Json operator()(const StepStarted& e) const {
    return {{"event", "step_started"}, {"revision", e.revision},
            {"message", e.message},    {"direction", name_of(e.direction)},
            {"index", e.index},        {"total", e.total},
            {"segments", e.segments},  {"segments_done", e.done_before}};
  }
  Json operator()(const StatementDone& e) const {
    return {{"event", "statement_done"},
            {"revision", e.revision},
            {"statement", e.statement},
            {"statements", e.statements}};
  }
  Json operator()(const SegmentDone& e) const {
    return {{"event", "segment_done"},    {"revision", e.revision},
            {"segment", e.segment},       {"segments", e.segments},
            {"autocommit", e.autocommit}, {"duration_ms", e.duration.count()}};
  }
  Json operator()(const StepDone& e) const {
    return {{"event", "step_done"},       {"revision", e.revision},
            {"message", e.message},       {"direction", name_of(e.direction)},
            {"statements", e.statements}, {"segments", e.segments},
            {"atomic", e.atomic},         {"duration_ms", e.duration.count()}};
  }
  Json operator()(const StatementProgress& e) const {
    return {{"event", "statement_progress"},
            {"revision", e.revision},
            {"statement", e.statement == 0 ? Json() : Json(e.statement)},
            {"statements", e.statements},
            {"elapsed_ms", e.elapsed.count()},
            {"command", text_or_null(e.command)},
            {"relation", text_or_null(e.relation)},
            {"phase", text_or_null(e.phase)},
            {"unit", text_or_null(e.unit)},
            {"done", number_or_null(e.done)},
            {"total", number_or_null(e.total)},
            {"remaining_ms", milliseconds_or_null(e.remaining)},
            {"waits_for_lock", e.waits_for_lock},
            {"waiting_behind", e.waiting_behind}};
  }
  Json operator()(const Waiting& e) const {
    Json blockers = Json::array();
    for (const Blocker& blocker : e.blockers) blockers.push_back(json_of(blocker));
    return {{"event", "waiting"},
            {"for", name_of(e.what)},
            {"holder", text_or_null(e.holder)},
            {"waited_ms", e.waited.count()},
            {"limit_ms", e.limit.count() == 0 ? Json() : Json(e.limit.count())},
            {"object", text_or_null(e.object)},
            {"attempt", e.attempt},
            {"blockers", blockers},
            {"waiting_behind", e.waiting_behind}};
  }
  Json operator()(const BlockerEnded& e) const {
    return {{"event", "blocker_ended"}, {"how", name_of(e.how)}, {"blocker", json_of(e.blocker)}};
  }
  Json operator()(const Retrying& e) const {
    return {{"event", "retrying"},
            {"reason", e.reason},
            {"attempt", e.attempt},
            {"delay_ms", e.delay.count()}};
  }
  Json operator()(const BatchProgress& e) const {
    return {{"event", "batch_progress"},
            {"revision", e.revision},
            {"segment", e.segment},
            {"segments", e.segments},
            {"rows", e.rows},
            {"rows_total", e.total == 0 && !e.done ? Json() : Json(e.total)},
            {"rows_total_estimated", e.total_estimated},
            {"rows_changed", e.changed},
            {"rows_per_second", std::llround(e.rows_per_second)},
            {"left_ms", e.left.count() < 0 ? Json() : Json(e.left.count())},
            {"batches", e.batches},
            {"batch_size", e.batch_size},
            {"batch_us", e.batch_time.count()},
            {"paused_ms", e.paused.count()},
            {"done", e.done}};
  }
  Json operator()(const BatchPaused& e) const {
    return {{"event", "batch_paused"},
            {"revision", e.revision},
            {"reason", e.reason},
            {"waited_ms", e.waited.count()}};
  }
  Json operator()(const ServerNotice& e) const {
    return {{"event", "server_notice"}, {"message", e.notice.message}};
  }
  Json operator()(const Loss& e) const {
    Json json{{"event", "loss"}};
    json.update(aludel::json_of(e));
    return json;
  }
  Json operator()(const Remark& e) const { return {{"event", "remark"}, {"text", e.text}}; }
  Json operator()(const StatementSent& e) const {
    Json parameters = Json::array();
    for (const auto& value : e.parameters) parameters.push_back(value ? Json(*value) : Json());
    return {{"event", "statement_sent"},
            {"sql", e.sql},
            {"parameters", parameters},
            {"copied_bytes", e.copied_bytes}};
  }
  Json operator()(const StatementAnswered& e) const {
    return {{"event", "statement_answered"},
            {"duration_us", e.duration.count()},
            {"rows", number_or_null(e.rows)},
            {"failed", e.failed}};
  }
};

}  // namespace

Json json_of(const Loss& loss) {
  return {{"revision", loss.revision},
          {"direction", name_of(loss.direction)},
          {"what", loss.what},
          {"certain", loss.certain},
          {"count", loss.count ? Json(*loss.count) : Json()},
          {"exact", loss.exact},
          {"file", loss.file},
          {"line", loss.line}};
}

Json json_of(const Transfer& transfer) {
  return {{"event", "transfer_progress"},
          {"what", transfer.what},
          {"bytes", transfer.done},
          {"bytes_total", transfer.total > 0 ? Json(transfer.total) : Json()},
          {"bytes_total_estimated", transfer.estimated},
          {"elapsed_ms", transfer.elapsed.count()}};
}

Json json_of(const Diagnostic& d) {
  const bool has_place = d.place && !d.place->file.empty();
  Json json{{"severity", name_of(d.severity)},
            {"code", text_or_null(d.code)},
            {"message", d.message},
            {"detail", text_or_null(d.detail)},
            {"hint", text_or_null(d.hint)},
            {"context", text_or_null(d.context)},
            {"sqlstate", text_or_null(d.sqlstate)},
            {"file", has_place ? Json(d.place->file) : Json()},
            {"line", has_place && d.place->line > 0 ? Json(d.place->line) : Json()},
            {"column", has_place && d.place->line > 0 && d.place->column > 0 ? Json(d.place->column)
                                                                             : Json()},
            {"label", has_place ? text_or_null(d.place->label) : Json()},
            {"notes", d.notes},
            {"now", text_or_null(d.now)},
            {"next", text_or_null(d.next)}};
  return json;
}

Json json_of(const Event& event) {
  return std::visit(EventJson{}, event);
}

}  // namespace aludel
