#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"
#include "base/source.hpp"

namespace aludel {

enum class DirectiveKind {
  upgrade,
  downgrade,
  irreversible,
  autocommit,
  timeout,
  allow_data_loss,
  foreign_keys_off,
  batch,
  verify,
  variables,
  run,
  after,
  requires_script,
  key,
};

/// Where a directive may stand.
enum class DirectivePlace {
  section_start,    ///< begins a section
  file_or_section,  ///< before the first section it holds for the file, inside one for the section
  file,             ///< before the first section
  statement,        ///< holds for the next statement of its section
  scripts_and_seeds,  ///< not in revisions
};

enum class DirectiveArguments {
  none,
  words,  ///< words and key=value; a value with blanks stands in double quotes
  rest,   ///< the rest of the line, needed
  own,    ///< read by whom it is for
};

struct DirectiveInfo {
  DirectiveKind kind;
  std::string_view name;
  DirectivePlace place;
  DirectiveArguments arguments;
};

/// Every directive there is.
[[nodiscard]] std::span<const DirectiveInfo> all_directives();

struct Directive {
  const DirectiveInfo* info = nullptr;
  std::vector<std::string> words;  ///< without quotes; "key=value" as one word
  std::string rest;
  Span span;  ///< the line from its "--" on
};

/// What follows "-- aludel:" in a comment that is a directive line; none for every other comment.
[[nodiscard]] std::optional<std::string_view> directive_text(std::string_view comment);

/// Reads the directive that stands at `span` of `source`. @throws Error(unknown_directive,
/// bad_directive)
[[nodiscard]] Directive parse_directive(const SourceText& source, Span span);
/// The same where comments look otherwise: `text` is what follows "aludel:".
[[nodiscard]] Directive parse_directive(const SourceText& source, Span span, std::string_view text);

/// Adds a problem for each directive line of the text with an unknown name, and one when no section
/// is there. A line that only looks like a directive, inside a string or dollar quote, is none:
/// where a name is unknown the text is cut to find out.
void check_directives(const SourceText& source, std::vector<Diagnostic>& problems);

}  // namespace aludel
