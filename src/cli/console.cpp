#include "cli/console.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/display_width.hpp"
#include "cli/echo_text.hpp"
#include "cli/json.hpp"
#include "cli/printable.hpp"

namespace aludel {

namespace {

/// Of the error stream, asked each time: a window changes its size.
std::size_t terminal_columns() {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20;
  return known ? size.ws_col : 100;
}

constexpr std::array<std::string_view, 5> own_colours{"\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[33m",
                                                      "\x1b[0m"};

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

/// Bytes that are not UTF-8 (a value that a database gave) become U+FFFD: JSON cannot hold them.
std::string text_of(const nlohmann::ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Console::Console() = default;
Console::~Console() = default;

void Console::configure(std::string command, ConsoleOptions options) {
  command_ = std::move(command);
  options_ = std::move(options);
}

void Console::print(std::string_view line) {
  if (options_.json) return;
  clear_live_line();
  write(stdout, shown(line) + '\n');
}

void Console::print_as_it_is(std::string_view text) {
  if (options_.json) return;
  clear_live_line();
  write(stdout, std::string(text) + '\n');
}

/// What files and databases say may be in any line; of escape sequences only the colours that this
/// class writes itself are kept.
std::string Console::shown(std::string_view line) const {
  if (!options_.colour) return printable(line);
  std::string text;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find('\x1b'), line.size());
    text += printable(line.substr(0, end));
    line.remove_prefix(end);
    const auto* const ours = std::ranges::find_if(
        own_colours, [&](std::string_view colour) { return line.starts_with(colour); });
    if (ours != own_colours.end()) text += *ours;
    if (ours == own_colours.end() && !line.empty()) text += '.';
    line.remove_prefix(ours != own_colours.end() ? ours->size()
                                                 : std::min<std::size_t>(1, line.size()));
  }
  return text;
}

void Console::note(std::string_view line) {
  if (options_.quiet || options_.json || options_.log_format == LogFormat::json) return;
  clear_live_line();
  std::fflush(stdout);
  write(stderr, shown(line) + '\n');
}

/// A live line each second on a terminal; elsewhere a line every ten, unless a line of its own says
/// what is waited for.
void Console::progress(const StatementProgress& statement) {
  if (options_.live) return live_line(render_event(statement));
  const bool is_another = statement.elapsed < last_elapsed_;
  if (is_another) next_progress_ = between_lines;
  last_elapsed_ = statement.elapsed;
  if (statement.waits_for_lock || statement.elapsed < next_progress_) return;
  write(stderr, printable(render_event(statement)) + '\n');
  next_progress_ = statement.elapsed + between_lines;
}

/// Asked for by itself, so --quiet and --json do not matter.
void Console::echo(std::string_view text) {
  clear_live_line();
  write(stderr, dim(printable(text)) + '\n');
}

void Console::show(const Event& event) {
  if (const auto* batch = std::get_if<BatchProgress>(&event)) {
    if (batch->batches == 0) rows_before_ = batch->rows;
    if (!worth_it(*batch)) return;
  }
  if (options_.log_format == LogFormat::json) {
    write(stderr, text_of(json_of(event), -1) + '\n');
    return;
  }
  if (const auto* sent = std::get_if<StatementSent>(&event))
    return echo(render_echo(*sent, std::chrono::system_clock::now()));
  if (const auto* answered = std::get_if<StatementAnswered>(&event))
    return echo(render_echo(*answered));
  if (options_.quiet || options_.json) return;
  if (const auto* statement = std::get_if<StatementDone>(&event)) {
    if (options_.live && statement->statements > 1) {
      live_line(fmt::format("  … {}  {} of {} statements", statement->revision,
                            statement->statement, statement->statements));
    }
    return;
  }
  if (const auto* started = std::get_if<StepStarted>(&event); started != nullptr && options_.live) {
    live_line(fmt::format("  … {}  {}", started->revision, started->message));
    return;
  }
  if (const auto* statement = std::get_if<StatementProgress>(&event)) return progress(*statement);
  const std::string line = printable(line_of(event));
  if (line.empty()) return;
  if (const auto* batch = std::get_if<BatchProgress>(&event);
      batch != nullptr && !batch->done && options_.live)
    return live_line(line);
  clear_live_line();
  const bool attention =
      std::holds_alternative<Waiting>(event) || std::holds_alternative<Retrying>(event) ||
      std::holds_alternative<BlockerEnded>(event) || std::holds_alternative<Loss>(event);
  write(stderr, (attention ? yellow(line) : line) + '\n');
}

/// Twice a second for a terminal; elsewhere a line every ten, of JSON every second.
void Console::show(const Transfer& transfer) {
  const bool json = options_.log_format == LogFormat::json;
  if (!json && (options_.quiet || options_.json)) return;
  if (options_.live && !json) return live_line(render_transfer(transfer));
  const auto now = std::chrono::steady_clock::now();
  const auto every = std::chrono::seconds(json ? 1 : 10);
  if (now - last_transfer_line_ < every || transfer.elapsed < every) return;
  last_transfer_line_ = now;
  write(stderr,
        (json ? text_of(json_of(transfer), -1) : printable(render_transfer(transfer))) + '\n');
}

/// At its end of a data migration that an earlier run began: what this run did, and all of it.
std::string Console::line_of(const Event& event) const {
  const auto* batch = std::get_if<BatchProgress>(&event);
  if (batch == nullptr || !batch->done || rows_before_ == 0) return render_event(event);
  BatchProgress own = *batch;
  own.rows -= rows_before_;
  return render_event(own) + "; " + with_commas(batch->rows) + " rows in all";
}

/// Batches are told a few times a second: that is for a terminal. Elsewhere a line every ten
/// seconds, or one of JSON every second.
bool Console::worth_it(const BatchProgress& event) {
  const bool json = options_.log_format == LogFormat::json;
  if (event.done || (options_.live && !json)) return true;
  const auto now = std::chrono::steady_clock::now();
  const auto every = std::chrono::seconds(json ? 1 : 10);
  const bool first = event.batches == 0;
  const bool worth = first ? json : now - last_batch_line_ >= every;
  if (first || worth) last_batch_line_ = now;
  return worth;
}

void Console::live_line(std::string_view text) {
  write(stderr, "\r\x1b[K" + cut_to_width(printable(text), terminal_columns() - 1));
  std::fflush(stderr);
  live_line_shown_ = true;
}

void Console::clear_live_line() {
  if (!live_line_shown_) return;
  write(stderr, "\r\x1b[K");
  std::fflush(stderr);
  live_line_shown_ = false;
}

void Console::tell(Diagnostic diagnostic) {
  for (std::string* text : {&diagnostic.hint, &diagnostic.next})
    *text = with_options(std::move(*text), options_.place);
  for (std::string& note : diagnostic.notes) note = with_options(std::move(note), options_.place);
  diagnostics_.push_back(diagnostic);
  clear_live_line();
  std::fflush(stdout);
  if (options_.log_format == LogFormat::json) {
    nlohmann::ordered_json line{{"event", "diagnostic"}};
    line.update(json_of(diagnostic));
    write(stderr, line.dump() + '\n');
  } else if (!options_.json) {
    write(stderr, render_diagnostic(diagnostic, options_.colour));
  }
}

void Console::warn(const Diagnostic& diagnostic) {
  options_.quiet ? diagnostics_.push_back(diagnostic) : tell(diagnostic);
}

void Console::fail(const Error& error) {
  for (const Diagnostic& diagnostic : error.report()) tell(diagnostic);
}

void Console::result(nlohmann::ordered_json value) {
  result_ = std::make_unique<nlohmann::ordered_json>(std::move(value));
}

int Console::finish(int exit_code) {
  clear_live_line();
  if (options_.json) {
    nlohmann::ordered_json document;
    document["format"] = 1;
    document["command"] = command_;
    document["exit_code"] = exit_code;
    document["result"] = result_ ? *result_ : nlohmann::ordered_json();
    document["diagnostics"] = nlohmann::ordered_json::array();
    for (const Diagnostic& diagnostic : diagnostics_)
      document["diagnostics"].push_back(json_of(diagnostic));
    write(stdout, text_of(document, 2) + '\n');
  }
  // A result that did not arrive (a full disk, a closed pipe) must not look like success.
  const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (arrived) return exit_code;
  if (errno != EPIPE) {  // a reader that has seen enough needs no message
    Diagnostic problem = diagnostic(
        Code::internal, std::string("the output could not be written: ") + std::strerror(errno));
    write(stderr, render_diagnostic(problem, options_.colour));
  }
  return exit_code == 0 ? info(Code::internal).exit_code : exit_code;
}

std::string Console::bold(std::string_view text) const {
  return options_.colour ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}
std::string Console::dim(std::string_view text) const {
  return options_.colour ? fmt::format("\x1b[2m{}\x1b[0m", text) : std::string(text);
}
std::string Console::green(std::string_view text) const {
  return options_.colour ? fmt::format("\x1b[32m{}\x1b[0m", text) : std::string(text);
}
std::string Console::yellow(std::string_view text) const {
  return options_.colour ? fmt::format("\x1b[33m{}\x1b[0m", text) : std::string(text);
}

}  // namespace aludel
