#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/maintain/vacuum.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"
#include "lint/loss_text.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

/// "10" or "10%".
double parse_share(std::string_view text) {
  std::string_view digits = trim(text);
  if (digits.ends_with('%')) digits = trim(digits.substr(0, digits.size() - 1));
  double percent = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
  if (error == std::errc() && end == digits.data() + digits.size() && percent > 0 && percent <= 100)
    return percent / 100;
  Diagnostic problem =
      diagnostic(Code::bad_value, "`" + std::string(text) + "` is not a share of rows");
  problem.hint = "--dead takes a percentage above 0: `--dead 10%`";
  throw Error(std::move(problem));
}

std::string line_of(const VacuumedTable& table) {
  std::string line = table.table + "  " + table.reason;
  if (!table.bytes_after) return line;
  if (table.bytes_before > 0)
    line += *table.bytes_after == table.bytes_before
                ? "; " + shown_bytes(table.bytes_before)
                : "; " + shown_bytes(table.bytes_before) + " → " + shown_bytes(*table.bytes_after);
  return line + ", " + format_duration(table.duration);
}

Json json_of(const VacuumedTable& table) {
  const bool done = table.bytes_after.has_value();
  return {{"table", table.table},
          {"reason", table.reason},
          {"done", done},
          {"bytes_before", table.bytes_before},
          {"bytes_after", done ? Json(*table.bytes_after) : Json()},
          {"duration_ms", table.duration.count()},
          {"note", table.note.empty() ? Json() : Json(table.note)}};
}

/// What was passed over is told beside what was done.
void tell_problem(Console& console, const VacuumedTable& table, const std::string& command) {
  Diagnostic problem = *table.problem;
  problem.message = table.table + " was passed over: " + problem.message;
  problem.now = "the other tables do not depend on it";
  if (problem.next.empty()) problem.next = "`" + command + "` again";
  console.fail(Error(std::move(problem)));
}

}  // namespace

int maintain_vacuum(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  VacuumRequest request{.tables = invocation.arguments.positional};
  if (const auto share = invocation.arguments.get("dead")) request.dead_share = parse_share(*share);
  if (const auto time = invocation.arguments.get("older-than"))
    request.older_than = parse_duration(*time);
  request.only_look = invocation.arguments.has("dry-run");
  std::string command = "aludel maintain vacuum";
  for (const std::string& table : request.tables) command += " " + shell_quoted(table);
  command += workspace.flags();

  // Opened for changes it would be made.
  const bool reads = request.only_look || workspace.not_there_yet();
  Session& session = reads ? workspace.reading() : workspace.writing();
  int exit_code = 0;
  std::vector<VacuumedTable> tables;
  std::vector<std::string> no_right;
  const auto tell_missing_rights = [&] {
    if (no_right.empty() || !session.connection().usable()) return;
    Diagnostic problem = missing_rights(session, no_right);
    problem.now = "the other tables do not depend on them";
    console.fail(Error(std::move(problem)));
    no_right.clear();
  };
  try {
    tables = vacuum(session, request, [&](const VacuumedTable& table) {
      if (table.no_right) {
        no_right.push_back(table.table);
        exit_code = info(Code::statement_refused).exit_code;
        return;
      }
      if (table.problem) {
        tell_problem(console, table, command);
        if (exit_code == 0) exit_code = exit_code_of(table.problem->code);
        return;
      }
      console.note("  " + line_of(table));
      if (!table.note.empty()) console.note("    " + table.note);
    });
    tell_missing_rights();
  } catch (Error& error) {
    tell_missing_rights();
    if (error.diagnostic().now.empty())
      error.diagnostic().now = "what is told above is done; VACUUM leaves nothing half-done";
    const bool is_named_wrong = error.diagnostic().code == info(Code::bad_usage).id;
    if (error.diagnostic().next.empty() && !is_named_wrong)
      error.diagnostic().next = "`" + command + "` again";
    throw;
  }
  if (request.only_look) {
    for (const VacuumedTable& table : tables) console.print(line_of(table));
  }
  if (tables.empty()) console.note("no table needs it");
  Json list = Json::array();
  for (const VacuumedTable& table : tables) list.push_back(json_of(table));
  console.result({{"dry_run", request.only_look}, {"tables", std::move(list)}});
  return exit_code;
}

}  // namespace aludel::commands
