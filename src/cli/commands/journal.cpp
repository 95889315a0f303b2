// `journal`: what was done to the database, oldest first, so that the newest stands at the prompt.
#include "migrate/journal.hpp"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"
#include "migrate/journal_read.hpp"
#include "revision/resolve.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

long long limit_of(const Arguments& arguments) {
  const std::string text = arguments.get("limit").value_or("50");
  long long limit = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error == std::errc{} && end == text.data() + text.size() && limit >= 0) return limit;
  Diagnostic problem =
      diagnostic(Code::bad_usage, "--limit takes a number of rows, not `" + text + "`");
  problem.next = "`aludel journal --limit 100`, or 0 for all of them";
  throw Error(std::move(problem));
}

/// A revision that has no file any more is still in the journal under its id.
std::string id_of(const RevisionGraph& graph, const std::string& name) {
  try {
    return graph[find_revision(graph, name)].id;
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::unknown_target).id) throw;
    return name;
  }
}

std::string what(const JournalRecord& row) {
  std::string text = row.kind == "revision" ? "" : row.kind + " ";
  if (!row.direction.empty()) text += row.direction + " ";
  return text + row.name;
}

/// "failed, segment 2 of 3, statement 4"
std::string outcome(const JournalRecord& row) {
  std::string text = row.event;
  if (row.segments.value_or(1) > 1)
    text += fmt::format(", segment {} of {}", row.segment.value_or(0), *row.segments);
  if (row.statement) text += fmt::format(", statement {}", *row.statement);
  if (!row.position.empty()) text += ", at " + row.position;
  if (row.duration_ms) text += ", " + format_duration(std::chrono::milliseconds(*row.duration_ms));
  return text;
}

void print_row(Console& console, const JournalRecord& row, bool verbose) {
  console.print(fmt::format("{}  {:<24}  {}  {}", shown_time(row.at_utc), what(row), outcome(row),
                            console.dim(shown_writer(row.who, row.host))));
  const auto more = [&](std::string_view label, const std::string& text) {
    if (!text.empty())
      console.print(fmt::format("{:21}{}: {}", "", label,
                                replace_all(text, "\n", "\n" + std::string(23, ' '))));
  };
  more("reason", row.reason);
  more("detail", row.detail);
  if (!verbose) return;
  more("run", fmt::format("{}, row {}, backend {}, Aludel {}", row.run_id, row.id, row.backend,
                          row.tool_version));
  more("upgrade digest", row.upgrade_digest);
  more("downgrade digest", row.downgrade_digest);
  more("segment digest", row.statement_digest);
}

std::string digest_that_ran(const JournalRecord& row) {
  return row.direction == "downgrade" ? row.downgrade_digest : row.upgrade_digest;
}

Json json_of(const JournalRecord& row, const std::optional<std::string>& text) {
  const auto or_null = [](const std::string& value) {
    return value.empty() ? Json() : Json(value);
  };
  const auto number = [](const std::optional<long long>& value) {
    return value ? Json(*value) : Json();
  };
  Json json{{"id", row.id},
            {"run_id", row.run_id},
            {"kind", row.kind},
            {"name", row.name},
            {"direction", or_null(row.direction)},
            {"segment", number(row.segment)},
            {"segments", number(row.segments)},
            {"statement", number(row.statement)},
            {"event", row.event},
            {"at_utc", row.at_utc},
            {"duration_ms", number(row.duration_ms)},
            {"upgrade_digest", or_null(row.upgrade_digest)},
            {"downgrade_digest", or_null(row.downgrade_digest)},
            {"statement_digest", or_null(row.statement_digest)},
            {"position", or_null(row.position)},
            {"backend", or_null(row.backend)},
            {"who", or_null(row.who)},
            {"host", or_null(row.host)},
            {"tool_version", row.tool_version},
            {"reason", or_null(row.reason)},
            {"detail", or_null(row.detail)}};
  if (text) json["text"] = *text;
  return json;
}

}  // namespace

int journal(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  JournalFilter filter{.name = {},
                       .run_id = arguments.get("run").value_or(""),
                       .limit = limit_of(arguments),
                       .every_batch = arguments.has("verbose")};
  Workspace workspace(invocation);
  Console& console = invocation.console;
  if (!arguments.positional.empty())
    filter.name = id_of(workspace.graph(), arguments.positional.front());
  std::vector<JournalRecord> rows;
  if (!workspace.not_there_yet()) rows = read_journal(workspace.reading(), filter);
  Json list = Json::array();
  std::string shown_digest;  // of several segments with one text it is printed once
  for (const JournalRecord& row : rows) {
    print_row(console, row, arguments.has("verbose"));
    std::optional<std::string> text;
    if (const std::string digest = digest_that_ran(row); arguments.has("text") && !digest.empty()) {
      text = kept_text(workspace.reading(), digest);
      if (text && digest != shown_digest)
        console.print("    " + replace_all(*text, "\n", "\n    "));
      shown_digest = digest;
    }
    list.push_back(json_of(row, text));
  }
  console.result(std::move(list));
  if (rows.empty()) console.note("the journal has no such rows");
  return 0;
}

}  // namespace aludel::commands
