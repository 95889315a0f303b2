#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "lint/object_name.hpp"
#include "sql/token.hpp"

namespace aludel {

/// Goes through the tokens of a statement. Never past their end.
class TokenCursor {
 public:
  TokenCursor(const SourceText& source, std::span<const Token> tokens, SqlDialect dialect)
      : source_(&source), tokens_(tokens), dialect_(dialect) {}

  [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] SqlDialect dialect() const { return dialect_; }
  [[nodiscard]] const SourceText& source() const { return *source_; }
  [[nodiscard]] std::span<const Token> rest() const { return tokens_.subspan(at_); }
  [[nodiscard]] std::string_view text(std::size_t ahead = 0) const;
  /// The text of the token before; empty at the beginning.
  [[nodiscard]] std::string_view before() const {
    return at_ == 0 ? std::string_view{} : source_->slice(tokens_[at_ - 1].span);
  }
  void advance(std::size_t count = 1) { at_ = std::min(at_ + count, tokens_.size()); }

  /// Whether the next token is `word`, unquoted; of an operator its text.
  [[nodiscard]] bool sees(std::string_view word, std::size_t ahead = 0) const;
  [[nodiscard]] bool sees_any(std::initializer_list<std::string_view> words) const;
  [[nodiscard]] bool sees_name() const;
  /// Goes past all of `words`, or past none of them.
  bool accept(std::span<const std::string_view> words);
  bool accept(std::initializer_list<std::string_view> words) {
    return accept(std::span(words.begin(), words.size()));
  }
  bool accept(std::string_view word) { return accept({word}); }

  /// A qualified name as written; empty, and no progress, where there is none.
  std::string name_text();
  /// The name, folded.
  ObjectName name() { return object_name_or_none(name_text()); }
  /// `a, b.c, …`, with ONLY before and * behind each, as PostgreSQL takes them.
  std::vector<ObjectName> names();

  /// Goes to the next token outside of parentheses that is one of `words`; to the end where there
  /// is none. @return the tokens passed
  std::span<const Token> until(std::initializer_list<std::string_view> words);
  /// Goes past the parentheses that open here. @return the tokens between them
  std::span<const Token> parentheses();

  /// The text from the first to the last of `tokens`.
  [[nodiscard]] std::string_view slice(std::span<const Token> tokens) const;

 private:
  [[nodiscard]] ObjectName object_name_or_none(const std::string& written) const;

  const SourceText* source_;
  std::span<const Token> tokens_;
  SqlDialect dialect_;
  std::size_t at_ = 0;
};

/// The parts between the commas outside of parentheses.
[[nodiscard]] std::vector<std::span<const Token>> split_at_commas(const SourceText& source,
                                                                  std::span<const Token> tokens);

}  // namespace aludel
