#include "cli/json.hpp"

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
  Json operator()(const Waiting& e) const {
    return {{"event", "waiting"},
            {"for", e.what == WaitingFor::migration_lock ? "migration_lock" : "table_lock"},
            {"holder", text_or_null(e.holder)},
            {"waited_ms", e.waited.count()},
            {"limit_ms", e.limit.count() == 0 ? Json() : Json(e.limit.count())}};
  }
  Json operator()(const Retrying& e) const {
    return {{"event", "retrying"},
            {"reason", e.reason},
            {"attempt", e.attempt},
            {"delay_ms", e.delay.count()}};
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
