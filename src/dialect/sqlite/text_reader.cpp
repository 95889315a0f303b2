#include "dialect/sqlite/text_reader.hpp"

#include "base/code.hpp"
#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace aludel::sqlite {

namespace {

std::vector<Token> tokens_of(const SourceText& source) {
  std::vector<Token> tokens;
  Lexer lexer(source, {0, source.text().size()}, SqlDialect::sqlite);
  while (const auto token = lexer.next()) {
    if (token->kind != TokenKind::white_space && token->kind != TokenKind::comment)
      tokens.push_back(*token);
  }
  return tokens;
}

}  // namespace

TextReader::TextReader(std::string_view sql)
    : source_("sqlite_schema", std::string(sql)), tokens_(tokens_of(source_)) {
  if (sql.find("\r\n") == std::string_view::npos) return;
  // A SourceText has LF where CRLF was, which is no matter but inside of a literal.
  for (const Token& token : tokens_) {
    const std::string_view text = source_.slice(token.span);
    if (token.kind == TokenKind::string && text.find('\n') != std::string_view::npos) fail();
  }
}

std::string_view TextReader::slice(std::size_t index) const {
  return source_.slice(tokens_.at(index).span);
}

void TextReader::fail() const {
  const std::string where = at_end() ? "at its end" : "at " + std::string(slice(at_));
  throw Error(diagnostic(Code::internal, "a text of sqlite_schema cannot be read " + where));
}

bool TextReader::sees(std::string_view word, std::size_t ahead) const {
  if (at_ + ahead >= tokens_.size()) return false;
  const TokenKind kind = tokens_[at_ + ahead].kind;
  if (kind == TokenKind::string || kind == TokenKind::quoted_identifier) return false;
  return equal_ignoring_case(slice(at_ + ahead), word);
}

bool TextReader::sees_quoted() const {
  return !at_end() && (tokens_[at_].kind == TokenKind::string ||
                       tokens_[at_].kind == TokenKind::quoted_identifier);
}

bool TextReader::sees_name() const {
  return sees_quoted() || (!at_end() && tokens_[at_].kind == TokenKind::word);
}

bool TextReader::take(std::string_view word) {
  if (!sees(word)) return false;
  ++at_;
  return true;
}

bool TextReader::take_all(std::initializer_list<std::string_view> words) {
  std::size_t ahead = 0;
  for (const std::string_view word : words) {
    if (!sees(word, ahead++)) return false;
  }
  at_ += words.size();
  return true;
}

void TextReader::expect(std::string_view word) {
  if (!take(word)) fail();
}

std::string TextReader::name() {
  if (!sees_name()) fail();
  return without_quotes(slice(at_++));
}

std::vector<std::string> TextReader::names_in_parentheses() {
  std::vector<std::string> names;
  expect("(");
  do names.push_back(name());
  while (take(","));
  expect(")");
  return names;
}

std::string TextReader::in_parentheses() {
  expect("(");
  const std::size_t first = at_;
  int depth = 1;
  while (depth > 0) {
    if (at_end()) fail();
    if (sees("(")) ++depth;
    if (sees(")")) --depth;
    ++at_;
  }
  return text(first, at_ - 1);
}

std::string TextReader::token() {
  if (at_end()) fail();
  return std::string(slice(at_++));
}

std::string TextReader::text(std::size_t first, std::size_t end) const {
  if (first >= end) return {};
  return std::string(source_.slice({tokens_.at(first).span.begin, tokens_.at(end - 1).span.end}));
}

std::string without_quotes(std::string_view quoted) {
  if (quoted.size() < 2) return std::string(quoted);
  const char opening = quoted.front();
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  if (opening == '[') return std::string(inside);
  if (opening != '"' && opening != '`' && opening != '\'') return std::string(quoted);
  return replace_all(std::string(inside), std::string(2, opening), std::string(1, opening));
}

std::string bare_statement(const std::string& sql) try {
  TextReader reader(sql);
  std::size_t end = 0;
  while (!reader.at_end()) {
    const bool ends_here = reader.sees(";");
    reader.skip();
    if (!ends_here) end = reader.position();
  }
  return reader.text(0, end);
} catch (const Error&) {
  return std::string(trim(sql));  // the database will say what is wrong with it
}

std::string bare_expression(const std::string& expression) {
  std::string bare = bare_statement(expression);
  try {
    while (bare.starts_with('(')) {
      TextReader reader(bare);
      std::string inside = reader.in_parentheses();
      if (!reader.at_end() || inside.empty()) break;
      bare = std::move(inside);
    }
  } catch (const Error&) {
    return bare;  // as above
  }
  return bare;
}

}  // namespace aludel::sqlite
