#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "sql/token.hpp"

namespace aludel::sqlite {

/// Reads one statement as sqlite_schema keeps it, token by token, without blanks and comments. All
/// answers are copies. Every call throws Error(internal) where the text goes on otherwise: it was
/// not SQLite that wrote it, and the caller says what it belongs to.
class TextReader {
 public:
  explicit TextReader(std::string_view sql);

  [[nodiscard]] bool at_end() const { return at_ == tokens_.size(); }
  /// Whether this keyword or operator comes next, or `ahead` tokens later; never a quoted name.
  [[nodiscard]] bool sees(std::string_view word, std::size_t ahead = 0) const;
  [[nodiscard]] bool sees_quoted() const;
  [[nodiscard]] bool sees_name() const;
  /// Takes it where it comes next.
  bool take(std::string_view word);
  /// Takes these words where they come next, one behind the other; else none.
  bool take_all(std::initializer_list<std::string_view> words);
  void expect(std::string_view word);

  /// A name in any of the four ways to quote one, or without quotes.
  std::string name();
  /// "(a, b)" -> {"a", "b"}
  std::vector<std::string> names_in_parentheses();
  /// What stands between the parenthesis that comes next and the one that closes it.
  std::string in_parentheses();
  /// One token as it is.
  std::string token();

  [[nodiscard]] std::size_t position() const { return at_; }
  void skip() { ++at_; }
  /// From the token at `first` to the one before `end`, as written.
  [[nodiscard]] std::string text(std::size_t first, std::size_t end) const;
  [[nodiscard]] std::string rest() const { return text(at_, tokens_.size()); }

  [[noreturn]] void fail() const;

 private:
  [[nodiscard]] std::string_view slice(std::size_t index) const;

  SourceText source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

/// `quoted` without its quotes, whichever they are; a word as it is.
[[nodiscard]] std::string without_quotes(std::string_view quoted);
/// Without blanks, comments and semicolons around it.
[[nodiscard]] std::string bare_statement(const std::string& sql);
/// The same of an expression, and without parentheses around the whole.
[[nodiscard]] std::string bare_expression(const std::string& expression);

}  // namespace aludel::sqlite
