#include <fmt/format.h>

#include "aludel/version.hpp"
#include "base/text.hpp"
#include "cli/parse.hpp"

namespace aludel {

namespace {

/// A text as roff shows it unchanged, line by line.
std::string verbatim(const std::string& text) {
  std::string escaped = ".nf\n";
  bool begins_line = true;
  for (const char c : text) {
    if (begins_line && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if (c == '`') {
      escaped += "\\(ga";
    } else if (c == '\'') {
      escaped += "\\(aq";
    } else {
      escaped += c;
    }
    begins_line = c == '\n';
  }
  return escaped + (text.ends_with('\n') ? "" : "\n") + ".fi\n";
}

constexpr const char* ending = R"(.SH EXIT STATUS
.nf
  0  done
  1  differences, pending revisions or findings
  2  usage or configuration
  3  revision, script or seed files, the graph, a target; a backup that cannot be verified
  4  the database refused a statement
  5  not in time: a lock, a time limit
  6  consent needed
  7  applied history and files disagree
  8  the database is not reached, missing, not usable, or lost
  9  stopped half\-way: \(gaaludel repair\(ga needs a decision
 10  an external command failed
 70  an internal error, or the output could not be written
130  interrupted (143: ended)
.fi
.SH FILES
.nf
aludel.toml     the project; searched from the current directory upward
\&.env            variables beside it
migrations/     versions/, scripts/, seeds/
.fi
.SH ENVIRONMENT
.nf
ALUDEL_CONFIG, ALEMBIC_CONFIG   the project's file
ALUDEL_ENV                      the environment, as \-\-env
ENABLE_QUERY_LOGGING            true: as \-\-echo
PG*, NO_COLOR                   as everywhere
.fi
.SH SEE ALSO
psql(1), sqlite3(1), pg_dump(1); README.md and formats.md in /usr/share/doc/aludel
)";

}  // namespace

std::string man_page() {
  std::string text = fmt::format(
      ".TH ALUDEL 1 \"\" \"aludel {}\" \"User Commands\"\n.SH NAME\naludel \\- database migrations "
      "that can be killed anywhere and run again\n.SH SYNOPSIS\n.B aludel\n[OPTIONS] COMMAND "
      "[ARGUMENTS]\n.SH DESCRIPTION\n{}.SH COMMANDS\n",
      version, verbatim(program_help()));
  for (const CommandSpec& command : all_commands())
    text += fmt::format(".SS {}\n{}", command.name, verbatim(command_help(command)));
  return text + ending;
}

}  // namespace aludel
