#pragma once

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace aludel {

enum class Severity { error, warning, note };

/// A place in a text that a person wrote, with the line itself, so that it can be shown without
/// opening the file again.
struct Place {
  std::string file;     ///< as the user would name it; empty when the text has no file
  int line = 0;         ///< from 1
  int column = 0;       ///< from 1, in characters, not bytes
  std::string excerpt;  ///< the whole line, without its line end
  int length = 1;       ///< how many characters the caret line underlines, at least 1
  std::string label;    ///< what stands beside the carets; may be empty

  bool operator==(const Place&) const = default;
};

/// One thing to tell a person: what, where, why, what is now true, what to do next.
/// `code` is stable for ever ("E0412"); the texts may be improved in any release.
struct Diagnostic {
  std::string code;
  Severity severity = Severity::error;
  std::string message;
  std::string detail;    ///< the server's DETAIL, or more of the same story
  std::string hint;      ///< the server's HINT, or ours
  std::string context;   ///< the server's CONTEXT (PL/pgSQL call stack …)
  std::string sqlstate;  ///< five characters, empty where the database has none
  std::optional<Place> place;
  std::vector<std::string>
      notes;                     ///< one line each, shown in order: candidates, statements, rows …
  std::string now;               ///< what is now true of the database
  std::string next;              ///< the exact next command, or what to do
  bool retryable = false;        ///< the same call may succeed later, nothing was applied by it
  bool connection_lost = false;  ///< what the server did with the last statement is not known

  bool operator==(const Diagnostic&) const = default;
};

/// The one exception of the library. Holds one diagnostic, or several where a whole report is given
/// at once (all problems of the revision files); the first one decides the exit code. Copyable,
/// immutable once thrown except for `add…` on the way up; not shared between threads by the
/// library.
class Error : public std::exception {
 public:
  explicit Error(Diagnostic diagnostic);
  explicit Error(std::vector<Diagnostic> report);  ///< must not be empty

  [[nodiscard]] const Diagnostic& diagnostic() const noexcept { return report_.front(); }
  [[nodiscard]] Diagnostic& diagnostic() noexcept { return report_.front(); }
  [[nodiscard]] const std::vector<Diagnostic>& report() const noexcept { return report_; }
  [[nodiscard]] int exit_code() const noexcept;

  /// "E0412: message", for logs and for `catch (const std::exception&)`.
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::vector<Diagnostic> report_;
  std::string what_;
};

}  // namespace aludel
