#include "sql/lexer.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "sql/cannot_split.hpp"

namespace aludel {

namespace {

bool begins_word(char c) {
  return (is_word(c) && !is_digit(c)) || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) {
  return begins_word(c) || is_digit(c) || c == '$';
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool holds(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string quote_hint(char closer) {
  const std::string quote(1, closer);
  if (closer == ']') return "close it with ]";
  return "close it with " + quote + "; inside it a " + quote + " is written twice";
}

}  // namespace

Lexer::Lexer(const SourceText& source, Span range, SqlDialect dialect)
    : source_(source),
      rules_(lex_rules(dialect)),
      text_(std::string_view(source.text()).substr(0, range.end)),
      at_(range.begin) {
  const std::size_t zero = text_.find('\0', at_);
  if (zero != std::string_view::npos) {
    throw_at(Code::cannot_split, source_, {zero, zero + 1}, "a NUL byte cannot be part of SQL",
             "byte 0x00", "save the file as UTF-8; UTF-16 text looks like this");
  }
}

std::optional<Token> Lexer::next() {
  if (at_ >= text_.size()) return std::nullopt;
  const std::size_t begin = at_;
  const TokenKind kind = scan();
  const Token token{kind, {begin, at_}};
  follow_continuation(token);
  return token;
}

Token Lexer::rest_of_line() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_space(text_[at_])) {
    if (text_[at_++] == '\n') break;
  }
  return {TokenKind::white_space, {begin, at_}};
}

bool Lexer::at_line_start() const {
  return at_ == 0 || text_[at_ - 1] == '\n' || at_ == text_.size();
}

std::optional<Token> Lexer::copy_data() {
  const std::size_t begin = at_;
  for (std::size_t line = at_; line < text_.size();) {
    const std::size_t end = std::min(text_.find('\n', line), text_.size());
    const std::size_t next_line = std::min(end + 1, text_.size());
    if (text_.substr(line, end - line) == "\\.") {
      at_ = next_line;
      return Token{TokenKind::copy_data, {begin, at_}};
    }
    line = next_line;
  }
  return std::nullopt;
}

TokenKind Lexer::scan() {
  const char c = peek();
  if (is_space(c)) {
    while (is_space(peek())) ++at_;
    return TokenKind::white_space;
  }
  if (sees_line_comment()) {
    skip_line();
    return TokenKind::comment;
  }
  if (sees_executable_comment()) {
    skip_executable_comment();
    return TokenKind::op;
  }
  if (sees("/*")) {
    skip_comment();
    return TokenKind::comment;
  }
  if (const auto quoted = scan_quoted()) return *quoted;
  if (begins_word(c)) {
    skip_word();
    return TokenKind::word;
  }
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
    skip_number();
    return TokenKind::number;
  }
  if (c == ';') {
    ++at_;
    return TokenKind::semicolon;
  }
  if (c == '\\' && rules_.psql_commands) {
    skip_line();
    return TokenKind::psql_command;
  }
  return scan_operator();
}

std::optional<TokenKind> Lexer::scan_quoted() {
  const char c = peek();
  if (c == '\'') {
    const bool continued = continuation_ == Continuation::after_newline;
    skip_quoted(0, '\'', rules_.backslash_escapes || continued);
    return TokenKind::string;
  }
  if (c == '"') {
    skip_quoted(0, '"', rules_.backslash_escapes && rules_.double_quotes_are_strings);
    return rules_.double_quotes_are_strings ? TokenKind::string : TokenKind::quoted_identifier;
  }
  if ((c == '`' && rules_.backticks) || (c == '[' && rules_.brackets)) {
    skip_quoted(0, c == '[' ? ']' : c, false);
    return TokenKind::quoted_identifier;
  }
  if (peek(1) == '\'' && holds(rules_.string_prefixes, lower_letter(c))) {
    skip_quoted(1, '\'', rules_.backslash_escapes || lower_letter(c) == 'e');
    return TokenKind::string;
  }
  if (rules_.unicode_prefix && lower_letter(c) == 'u' && peek(1) == '&' && holds("'\"", peek(2))) {
    const char quote = peek(2);
    skip_quoted(2, quote, false);
    return quote == '"' ? TokenKind::quoted_identifier : TokenKind::string;
  }
  if (const std::size_t length = dollar_delimiter_length()) {
    skip_dollar_quote(length);
    return TokenKind::string;
  }
  return std::nullopt;
}

TokenKind Lexer::scan_operator() {
  const char c = peek();
  if (is_control(c)) {
    throw_at(Code::cannot_split, source_, {at_, at_ + 1},
             "a control character stands outside of strings and comments", "cannot be part of SQL",
             "remove it; in a string it can be written as an escape");
  }
  if (c == '?' && rules_.question_marks) {
    ++at_;
    while (is_digit(peek())) ++at_;
    return TokenKind::parameter;
  }
  if (c == '$' && rules_.dollar_quotes && is_digit(peek(1))) {
    ++at_;
    while (is_digit(peek())) ++at_;
    return TokenKind::parameter;
  }
  if (holds(rules_.parameter_signs, c)) {
    const std::size_t sign = c == '@' && peek(1) == '@' ? 2 : 1;
    if (continues_word(peek(sign))) {
      at_ += sign;
      skip_word();
      return TokenKind::parameter;
    }
  }
  for (const std::string_view known : rules_.operators) {
    if (sees(known)) {
      at_ += known.size();
      return TokenKind::op;
    }
  }
  if (holds(rules_.operator_characters, c)) {
    skip_operator_run();
  } else {
    ++at_;
  }
  return TokenKind::op;
}

/// PostgreSQL manual 4.1.3: an operator ends with + or - only if it also holds one of ~ ! @ # % ^ &
/// | ` ? The run is looked through once, however many operators it falls into: "+-+-+-…" stays
/// linear.
void Lexer::skip_operator_run() {
  if (at_ >= run_.end) {
    run_ = {at_, at_, at_};
    while (run_.end < text_.size() && holds(rules_.operator_characters, text_[run_.end]) &&
           (run_.end == at_ || !comment_begins_at(run_.end))) {
      const char c = text_[run_.end++];
      if (!holds("+-", c)) run_.last_not_sign_end = run_.end;
      if (holds("~!@#%^&|`?", c)) run_.last_free_end = run_.end;
    }
  }
  at_ = run_.last_free_end > at_ ? run_.end : std::max(at_ + 1, run_.last_not_sign_end);
}

bool Lexer::sees_line_comment() const {
  if (peek() == '#') return rules_.hash_comments;
  if (peek() != '-' || peek(1) != '-') return false;
  const char after = peek(2);
  return !rules_.dashes_need_a_blank || after == ' ' || is_control(after);
}

bool Lexer::sees_executable_comment() const {
  return rules_.executable_comments && (sees("/*!") || sees("/*M!") || sees("/*+"));
}

/// Length of "$tag$" if a dollar quote opens here, else 0. A word's own $ never gets here: the word
/// holds it.
std::size_t Lexer::dollar_delimiter_length() const {
  if (!rules_.dollar_quotes || peek() != '$') return 0;
  std::size_t length = 1;
  if (begins_word(peek(length))) {
    while (continues_word(peek(length)) && peek(length) != '$') ++length;
  }
  return peek(length) == '$' ? length + 1 : 0;
}

bool Lexer::comment_begins_at(std::size_t offset) const {
  const std::string_view two = text_.substr(offset, 2);
  return two == "--" || two == "/*";
}

void Lexer::skip_word() {
  while (continues_word(peek())) ++at_;
}

void Lexer::skip_number() {
  bool point = false;
  while (true) {
    const char c = peek();
    if (c == '.' && !point && peek(1) != '.') {
      point = true;
    } else if (holds("eE", c) && holds("+-", peek(1)) && is_digit(peek(2))) {
      ++at_;
    } else if (!continues_word(c)) {
      return;
    }
    ++at_;
  }
}

void Lexer::skip_line() {
  at_ = std::min(text_.find('\n', at_), text_.size());
}

void Lexer::skip_quoted(std::size_t prefix, char closer, bool escapes) {
  const Span opener{at_, at_ + prefix + 1};
  std::size_t at = opener.end;
  for (; at < text_.size(); ++at) {
    if (escapes && text_[at] == '\\') {
      ++at;
    } else if (text_[at] == closer) {
      const bool doubled = closer != ']' && at + 1 < text_.size() && text_[at + 1] == closer;
      if (!doubled) {
        at_ = at + 1;
        return;
      }
      ++at;
    }
  }
  const bool is_string = closer == '\'' || (closer == '"' && rules_.double_quotes_are_strings);
  throw_never_closed(source_, opener,
                     is_string ? "a string is not closed" : "a quoted identifier is not closed",
                     quote_hint(closer));
}

void Lexer::skip_dollar_quote(std::size_t delimiter_length) {
  const std::string_view delimiter = text_.substr(at_, delimiter_length);
  // A tag holds no $, so that no comparison runs past the next one: linear.
  const std::size_t closer = text_.find(delimiter, at_ + delimiter_length);
  if (closer == std::string_view::npos) {
    const std::string name(delimiter);
    throw_never_closed(source_, {at_, at_ + delimiter_length},
                       "the dollar quote " + name + " is not closed", "close it with " + name);
  }
  at_ = closer + delimiter_length;
}

void Lexer::skip_comment() {
  const Span opener{at_, at_ + 2};
  at_ += 2;
  for (std::size_t depth = 1; depth > 0;) {
    const std::size_t found = text_.find_first_of("*/", at_);
    if (found == std::string_view::npos) {
      throw_never_closed(source_, opener, "a comment is not closed",
                         rules_.nested_comments
                             ? "close it with */; comments nest, each /* needs its own"
                             : "close it with */");
    }
    at_ = found;
    if (sees("*/")) {
      --depth;
      at_ += 2;
    } else if (rules_.nested_comments && sees("/*")) {
      ++depth;
      at_ += 2;
    } else {
      ++at_;
    }
  }
}

/// The server reads what stands inside as SQL, so that a string there may hold "*/".
void Lexer::skip_executable_comment() {
  const Span opener{at_, at_ + 3};
  at_ = opener.end;
  while (!sees("*/")) {
    if (at_ >= text_.size()) {
      throw_never_closed(source_, opener, "an executable comment is not closed",
                         "close it with */");
    }
    if (sees("/*")) {
      skip_comment();
    } else {
      scan();
    }
  }
  at_ += 2;
}

void Lexer::follow_continuation(const Token& token) {
  const std::string_view text = text_.substr(token.span.begin, token.span.size());
  switch (token.kind) {
    case TokenKind::string:
      if (rules_.psql_commands && lower_letter(text.front()) == 'e') {
        continuation_ = Continuation::after_string;
      } else if (continuation_ == Continuation::after_newline) {
        continuation_ = Continuation::after_string;
      } else {
        continuation_ = Continuation::none;
      }
      return;
    case TokenKind::white_space:
      if (continuation_ == Continuation::after_string &&
          text.find('\n') != std::string_view::npos) {
        continuation_ = Continuation::after_newline;
      }
      return;
    case TokenKind::comment:
      if (text.starts_with("/*")) continuation_ = Continuation::none;
      return;
    default: continuation_ = Continuation::none; return;
  }
}

}  // namespace aludel
