#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/console.hpp"

namespace aludel {

namespace {

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
                       e.atomic ? "" : fmt::format(", not atomic: {} segments", e.segments));
  }
  std::string operator()(const Waiting& e) const {
    const std::string what = e.what == WaitingFor::migration_lock ? "the migration lock" : "a lock";
    return fmt::format("  waiting for {} for {}{}{}", what, format_duration(e.waited),
                       e.limit.count() > 0 ? " of at most " + format_duration(e.limit) : "",
                       e.holder.empty() ? "" : "; held by " + e.holder);
  }
  std::string operator()(const Retrying& e) const {
    return fmt::format("  {}; rolled back, attempt {} in {}", e.reason, e.attempt,
                       format_duration(e.delay));
  }
  std::string operator()(const ServerNotice& e) const { return "  server: " + e.notice.message; }
  std::string operator()(const Loss& e) const {
    return fmt::format("  {} {}  ({}:{})", e.certain ? "loses" : "may lose", e.what, e.file,
                       e.line);
  }
  std::string operator()(const Remark& e) const { return "  " + e.text; }
};

}  // namespace

std::string render_event(const Event& event) {
  return std::visit(EventLine{}, event);
}

}  // namespace aludel
