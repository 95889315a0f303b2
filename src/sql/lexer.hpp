#pragma once

#include <optional>
#include <string_view>

#include "base/source.hpp"
#include "sql/lex_rules.hpp"
#include "sql/token.hpp"

namespace aludel {

/// Reads the tokens of a range, one after the other and without gap: their spans together are the
/// range.
///
/// Bytes from 0x80 on belong to words, whatever they encode. A backslash outside quotes makes the
/// rest of its line a psql_command token on PostgreSQL, whether it is an acceptable one or not.
/// COPY data is read only when asked for, because where it begins depends on the statement.
///
/// `source` must outlive the lexer. Linear in the size of the range, constant memory.
class Lexer {
 public:
  /// @throws Error (cannot_split) where the range holds a NUL byte.
  Lexer(const SourceText& source, Span range, SqlDialect dialect);

  /// The next token, or nothing at the end of the range.
  /// @throws Error (cannot_split) at the opening of a string, quoted identifier, dollar quote or
  /// comment that has no
  ///         end, and at a control character outside of them.
  [[nodiscard]] std::optional<Token> next();

  /// Blanks up to the end of this line, with the line end, as a white_space token (may be empty):
  /// the part of the line that COPY's semicolon leaves. What is not blank is left for the caller to
  /// find with `at_line_start`.
  [[nodiscard]] Token rest_of_line();
  [[nodiscard]] bool at_line_start() const;

  /// The rows from here to the line that holds only "\.", with that line, as a copy_data token;
  /// nothing, and no progress, if there is no such line.
  [[nodiscard]] std::optional<Token> copy_data();

  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  /// PostgreSQL goes on with an E'…' string in the next line, where a plain quote then opens it
  /// again.
  enum class Continuation { none, after_string, after_newline };

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view what) const {
    return text_.substr(at_, what.size()) == what;
  }
  [[nodiscard]] bool sees_line_comment() const;
  [[nodiscard]] bool sees_executable_comment() const;
  [[nodiscard]] std::size_t dollar_delimiter_length() const;

  TokenKind scan();
  std::optional<TokenKind> scan_quoted();
  TokenKind scan_operator();
  [[nodiscard]] bool comment_begins_at(std::size_t offset) const;
  void skip_operator_run();
  void skip_word();
  void skip_number();
  void skip_line();
  void skip_quoted(std::size_t prefix, char closer, bool escapes);
  void skip_dollar_quote(std::size_t delimiter_length);
  void skip_comment();
  void skip_executable_comment();
  void follow_continuation(const Token& token);

  const SourceText& source_;
  const LexRules& rules_;
  std::string_view text_;  ///< the source up to the end of the range
  std::size_t at_;
  Continuation continuation_ = Continuation::none;

  /// The run of operator characters last looked through.
  struct OperatorRun {
    std::size_t end = 0;
    std::size_t last_not_sign_end = 0;
    std::size_t last_free_end =
        0;  ///< behind its last character that lets an operator end with a sign
  };
  OperatorRun run_;
};

}  // namespace aludel
