#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel {

/// A transcript: a sentence, files to write, commands and what they print.
///
///   A sentence that names the behaviour.
///
///   === project sqlite                an aludel.toml; or postgresql, with a database of its own;
///                                     or pooled, behind a transaction pooler
///   === file migrations/versions/a1.sql
///   -- the text of the file, up to the next line that begins with ===
///   === run
///   $ aludel upgrade                  read by sh, in a new folder
///   lines of the standard output
///   ! lines of the error stream
///   [exit 3]                          0 is not written
///
/// Sections may come in any order and number. A last line that does not end is followed by `\c`.
struct TranscriptSection {
  enum class Kind { project, file, run };
  Kind kind = Kind::run;
  std::string argument;               ///< sqlite or postgresql; the file's path
  std::string text;                   ///< of a file
  std::vector<std::string> commands;  ///< of a run
};

struct Transcript {
  std::string title;
  std::vector<TranscriptSection> sections;
};

/// @throws std::runtime_error for a text that is none
[[nodiscard]] Transcript parse_transcript(std::string_view text);

struct CommandOutput {
  std::string out;
  std::string err;
  int exit_status = 0;
};

/// A command as it stands in a transcript: its line, then what came out.
[[nodiscard]] std::string shown_command(const std::string& command, const CommandOutput& output);

}  // namespace aludel
