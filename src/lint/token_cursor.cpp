#include "lint/token_cursor.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace aludel {

std::string_view TokenCursor::text(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? source_->slice(tokens_[at_ + ahead].span)
                                      : std::string_view{};
}

bool TokenCursor::sees(std::string_view word, std::size_t ahead) const {
  if (at_ + ahead >= tokens_.size()) return false;
  const TokenKind kind = tokens_[at_ + ahead].kind;
  return (kind == TokenKind::word || kind == TokenKind::op) &&
         equal_ignoring_case(text(ahead), word);
}

bool TokenCursor::sees_any(std::initializer_list<std::string_view> words) const {
  return std::ranges::any_of(words, [this](std::string_view word) { return sees(word); });
}

bool TokenCursor::sees_name() const {
  if (at_end()) return false;
  const TokenKind kind = tokens_[at_].kind;
  return kind == TokenKind::word || kind == TokenKind::quoted_identifier;
}

bool TokenCursor::accept(std::span<const std::string_view> words) {
  std::size_t ahead = 0;
  for (const std::string_view word : words) {
    if (!sees(word, ahead++)) return false;
  }
  advance(words.size());
  return true;
}

std::string TokenCursor::name_text() {
  std::string written;
  while (sees_name()) {
    written += text();
    advance();
    if (!sees(".")) break;
    written += '.';
    advance();
  }
  return written;
}

ObjectName TokenCursor::object_name_or_none(const std::string& written) const {
  return written.empty() ? ObjectName{} : object_name(written, dialect_);
}

std::vector<ObjectName> TokenCursor::names() {
  std::vector<ObjectName> result;
  do {
    accept("ONLY");
    ObjectName each = name();
    if (each.empty()) break;
    result.push_back(std::move(each));
    accept("*");
  } while (accept(","));
  return result;
}

std::span<const Token> TokenCursor::until(std::initializer_list<std::string_view> words) {
  const std::size_t begin = at_;
  int depth = 0;
  for (; !at_end(); advance()) {
    if (depth == 0 && sees_any(words)) break;
    if (sees("(") || sees("[")) ++depth;
    if ((sees(")") || sees("]")) && depth > 0) --depth;
  }
  return tokens_.subspan(begin, at_ - begin);
}

std::span<const Token> TokenCursor::parentheses() {
  if (!accept("(")) return {};
  const auto inside = until({")"});
  advance();
  return inside;
}

std::string_view TokenCursor::slice(std::span<const Token> tokens) const {
  if (tokens.empty()) return {};
  return source_->slice({tokens.front().span.begin, tokens.back().span.end});
}

std::vector<std::span<const Token>> split_at_commas(const SourceText& source,
                                                    std::span<const Token> tokens) {
  std::vector<std::span<const Token>> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].kind != TokenKind::op) continue;
    const std::string_view text = source.slice(tokens[at].span);
    if (text == "(" || text == "[") ++depth;
    if (text == ")" || text == "]") --depth;
    if (text != "," || depth > 0) continue;
    parts.push_back(tokens.subspan(begin, at - begin));
    begin = at + 1;
  }
  parts.push_back(tokens.subspan(begin));
  return parts;
}

}  // namespace aludel
