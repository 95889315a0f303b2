#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "aludel/error.hpp"
#include "aludel/event.hpp"
#include "app/backup/transfer.hpp"
#include "cli/typed_option.hpp"

namespace aludel {

enum class LogFormat { text, json };

struct ConsoleOptions {
  bool json = false;
  bool quiet = false;
  LogFormat log_format = LogFormat::text;
  bool colour = false;  ///< on both streams
  bool live = false;    ///< the error stream is a terminal: a line may be written over
  bool out_is_terminal = false;
  /// What commands that are told to be typed carry, to mean the same project and database.
  std::vector<TypedOption> place = {};
};

/// Everything the program writes: results on the standard output, the rest on the error stream.
/// With --json the output is exactly one document, printed at the end, and what would be printed
/// for a person is left out.
class Console {
 public:
  Console();
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void configure(std::string command, ConsoleOptions options);
  [[nodiscard]] const ConsoleOptions& options() const { return options_; }

  /// A line of the result, for people and scripts. As in all text that this class writes, control
  /// characters (in a message, a name, a reason) are shown as dots.
  void print(std::string_view line);
  /// The same of what another program is to run: not a byte is changed.
  void print_as_it_is(std::string_view text);
  /// A line for people, on the error stream; not with --quiet.
  void note(std::string_view line);
  /// Progress of a run.
  void show(const Event& event);
  /// The same of what moves many bytes.
  void show(const Transfer& transfer);
  /// Something to know that does not change the exit code.
  void warn(const Diagnostic& diagnostic);
  void fail(const Error& error);

  /// What --json prints as "result".
  void result(nlohmann::ordered_json value);
  /// Prints the document of --json. @return `exit_code`
  int finish(int exit_code);

  // Colours: the text itself where there are none.
  [[nodiscard]] std::string bold(std::string_view text) const;
  [[nodiscard]] std::string dim(std::string_view text) const;
  [[nodiscard]] std::string green(std::string_view text) const;
  [[nodiscard]] std::string yellow(std::string_view text) const;

 private:
  void tell(Diagnostic diagnostic);
  [[nodiscard]] std::string shown(std::string_view line) const;
  void echo(std::string_view text);
  void clear_live_line();
  void live_line(std::string_view text);
  void progress(const StatementProgress& statement);
  [[nodiscard]] bool worth_it(const BatchProgress& event);
  [[nodiscard]] std::string line_of(const Event& event) const;

  std::string command_;
  ConsoleOptions options_;
  bool live_line_shown_ = false;
  static constexpr std::chrono::milliseconds between_lines{10000};
  std::chrono::milliseconds last_elapsed_{};  ///< of the statement that runs
  std::chrono::milliseconds next_progress_ = between_lines;
  std::chrono::steady_clock::time_point last_batch_line_{};
  long long rows_before_ = 0;  ///< passed before this run, of the data migration that runs
  std::chrono::steady_clock::time_point last_transfer_line_{};
  std::vector<Diagnostic> diagnostics_;
  std::unique_ptr<nlohmann::ordered_json> result_;
};

/// A diagnostic as a person reads it, many lines.
[[nodiscard]] std::string render_diagnostic(const Diagnostic& diagnostic, bool colour);

/// An event as text, one line and where several sessions are told some more; empty where there is
/// nothing worth one.
[[nodiscard]] std::string render_event(const Event& event);
[[nodiscard]] std::string render_transfer(const Transfer& transfer);

}  // namespace aludel
