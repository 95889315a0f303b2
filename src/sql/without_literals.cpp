#include "sql/without_literals.hpp"

#include <algorithm>

#include "aludel/error.hpp"
#include "base/source.hpp"
#include "sql/lexer.hpp"

namespace aludel {

namespace {

/// A session may have set standard_conforming_strings off: then a backslash before a quote means
/// that the string goes on behind it.
bool may_go_on(std::string_view string) {
  return string.find('\\') != std::string_view::npos;
}

/// Everything shown so far, with blanks and comments as one blank.
struct Line {
  std::string text;
  bool blank = false;

  void add(std::string_view part) {
    if (blank && !text.empty()) text += ' ';
    blank = false;
    text += part;
  }
};

/// @return false where what follows must not be shown
bool add_token(Line& line, std::string_view text, TokenKind kind) {
  switch (kind) {
    case TokenKind::white_space:
    case TokenKind::comment: line.blank = true; return true;
    case TokenKind::string: line.add("?"); return !may_go_on(text);
    case TokenKind::number: line.add("?"); return true;
    case TokenKind::copy_data:
    case TokenKind::psql_command: return false;
    default: line.add(text); return true;
  }
}

std::string shortened(std::string text, std::size_t limit) {
  if (character_count(text) <= limit) return text;
  text.resize(offset_of_character(text, limit - 1));
  return text + "…";
}

}  // namespace

std::string without_literals(std::string_view statement, SqlDialect dialect, std::size_t limit) {
  const SourceText source("", std::string(statement));
  Line line;
  try {
    Lexer lexer(source, {0, source.text().size()}, dialect);
    while (const auto token = lexer.next()) {
      if (!add_token(line, source.slice(token->span), token->kind)) {
        line.text += " …";
        break;
      }
    }
  } catch (const Error&) {  // a string without end: the server cuts long statements off
    line.text += " …";
  }
  return shortened(std::move(line.text), limit);
}

}  // namespace aludel
