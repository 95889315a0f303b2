#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"
#include "sql/token.hpp"

namespace aludel {

/// A token of an expression or query that a catalog holds.
struct SqlWord {
  TokenKind kind = TokenKind::word;
  Span span;
  std::string text;  ///< of a name: what it means, unquoted and folded; else as it stands

  [[nodiscard]] bool is_name() const {
    return kind == TokenKind::word || kind == TokenKind::quoted_identifier;
  }
  /// Whether it is the keyword or operator `what` (lower case).
  [[nodiscard]] bool is(std::string_view what) const;
};

/// A text without blanks and comments. Strings are words of their own, and never names.
struct SqlWords {
  std::string text;
  std::vector<SqlWord> words;

  /// The same of the word at `index`; false where there is none.
  [[nodiscard]] bool is(std::size_t index, std::string_view what) const;
};

/// Whose SQL a catalog with these rules holds.
[[nodiscard]] SqlDialect dialect_of(const Rules& rules);

/// By the rules of the dialect's lexer. No words where it cannot read the text: nothing is known of
/// it then.
[[nodiscard]] SqlWords words_of(std::string_view text, const Rules& rules);

/// `name` as it is written where SQL stands: in quotes where it needs them.
[[nodiscard]] std::string written_name(std::string_view name, const Rules& rules);

/// Puts a text in the place of some spans of another, in order.
struct TextEdits {
  struct Edit {
    Span span;
    std::string text;
  };
  std::vector<Edit> edits;

  [[nodiscard]] std::string applied_to(std::string_view text) const;
};

}  // namespace aludel
