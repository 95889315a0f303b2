#include "migrate/echo.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "db/connection.hpp"

namespace aludel {

std::string without_values(std::string text, const VariableValues& values) {
  for (const auto& [name, value] : values) {
    if (value.empty()) continue;
    for (const char* quote : {"", "'", "\""}) {  // as it is, and as it stands inside quotes
      const bool doubled = *quote != '\0';
      if (doubled && !value.contains(quote)) continue;
      const std::string written =
          doubled ? replace_all(value, quote, std::string(quote) + quote) : value;
      text = replace_all(std::move(text), written, "{{" + name + "}}");
    }
  }
  return text;
}

namespace {

/// Of SQLite it is not known that an UPDATE which changed nothing was one.
std::optional<long long> rows_of(const Result& result) {
  const bool counted = !result.tag.empty() && is_digit(result.tag.back());
  const auto given = static_cast<long long>(result.rows.size());
  if (result.columns.empty() && !counted && result.affected == 0) return std::nullopt;
  return std::max(result.affected, given);
}

std::size_t copied_bytes(const Request& request) {
  std::size_t bytes = request.copy_data.value_or("").size();
  if (request.rows == nullptr) return bytes;
  for (const std::vector<Cell>& row : *request.rows) {
    for (const Cell& cell : row) bytes += cell.value.size() + 1;
  }
  return bytes;
}

}  // namespace

TraceHook echo_to(EventSink sink, VariableValues hidden) {
  return [sink = std::move(sink), hidden = std::move(hidden)](const StatementTrace& trace) {
    if (trace.took) {
      const bool failed = trace.result == nullptr;
      return sink(StatementAnswered{.duration = *trace.took,
                                    .rows = failed ? std::nullopt : rows_of(*trace.result),
                                    .failed = failed});
    }
    StatementSent sent{.sql = without_values(std::string(trace.request.sql), hidden)};
    for (const Value& value : trace.request.parameters) {
      sent.parameters.push_back(value ? std::optional(without_values(*value, hidden))
                                      : std::nullopt);
    }
    sent.copied_bytes = copied_bytes(trace.request);
    sink(sent);
  };
}

}  // namespace aludel
