#include "dialect/statement_pattern.hpp"

#include <span>
#include <vector>

#include "base/text.hpp"

namespace aludel {

namespace {

/// A pattern's words; brackets are words of their own.
std::vector<std::string_view> words_of(std::string_view pattern) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < pattern.size()) {
    if (pattern[at] == ' ') {
      ++at;
    } else if (pattern[at] == '[' || pattern[at] == ']') {
      words.push_back(pattern.substr(at++, 1));
    } else {
      const std::size_t end = std::min(pattern.find_first_of(" []", at), pattern.size());
      words.push_back(pattern.substr(at, end - at));
      at = end;
    }
  }
  return words;
}

/// Whether `text` is the pattern's word, or one of its words where it is A|B.
bool is_word_of(std::string_view word, std::string_view text) {
  for (std::size_t bar = word.find('|'); bar != std::string_view::npos; bar = word.find('|')) {
    if (equal_ignoring_case(text, word.substr(0, bar))) return true;
    word.remove_prefix(bar + 1);
  }
  return equal_ignoring_case(text, word);
}

/// Most patterns are for other statements, and their first word tells.
bool may_match(std::string_view pattern, const SourceText& source, std::span<const Token> tokens) {
  const std::string_view first = pattern.substr(0, pattern.find(' '));
  if (first.find_first_of("[@*") != std::string_view::npos) return true;
  return !tokens.empty() && is_word_of(first, source.slice(tokens.front().span));
}

class Matcher {
 public:
  Matcher(const SourceText& source, std::span<const Token> tokens)
      : source_(source), tokens_(tokens) {}

  bool match(std::span<const std::string_view> pattern, std::size_t at) {
    if (pattern.empty()) return at == tokens_.size();
    const std::string_view word = pattern.front();
    if (word == "*") return match_rest(pattern.subspan(1), at);
    if (word == "[") return match_optional(pattern, at);
    if (word.starts_with('@')) return match_capture(pattern, at);
    return at < tokens_.size() && is(at, word) && match(pattern.subspan(1), at + 1);
  }

  PatternMatch captured;

 private:
  [[nodiscard]] bool is(std::size_t at, std::string_view word) const {
    const Token& token = tokens_[at];
    if (token.kind != TokenKind::word && token.kind != TokenKind::op) return false;
    return is_word_of(word, source_.slice(token.span));
  }

  [[nodiscard]] bool is_name(std::size_t at) const {
    if (at >= tokens_.size()) return false;
    const TokenKind kind = tokens_[at].kind;
    return kind == TokenKind::word || kind == TokenKind::quoted_identifier;
  }

  bool match_rest(std::span<const std::string_view> pattern, std::size_t at) {
    if (pattern.empty()) return true;
    for (std::size_t end = at; end <= tokens_.size(); ++end) {
      if (match(pattern, end)) return true;
    }
    return false;
  }

  bool match_optional(std::span<const std::string_view> pattern, std::size_t at) {
    std::size_t close = 1;
    while (pattern[close] != "]") ++close;
    std::vector<std::string_view> with(pattern.begin() + 1,
                                       pattern.begin() + static_cast<std::ptrdiff_t>(close));
    const auto after = pattern.subspan(close + 1);
    with.insert(with.end(), after.begin(), after.end());
    return match(with, at) || match(after, at);
  }

  bool match_capture(std::span<const std::string_view> pattern, std::size_t at) {
    const std::string_view what = pattern.front();
    if (what == "@string") {
      if (at >= tokens_.size() || tokens_[at].kind != TokenKind::string) return false;
      captured.string = source_.slice(tokens_[at].span);
      return match(pattern.subspan(1), at + 1);
    }
    if (!is_name(at)) return false;
    std::size_t end = at + 1;
    while (end < tokens_.size() && is(end, ".") && is_name(end + 1)) end += 2;
    // The longest name first; a shorter one where the pattern goes on inside it (`@object . x`).
    while (!match(pattern.subspan(1), end)) {
      if (end == at + 1) return false;
      end -= 2;
    }
    std::string name;
    for (std::size_t i = at; i < end; ++i) name += source_.slice(tokens_[i].span);
    if (what == "@table") captured.table_end = tokens_[end - 1].span.end;
    (what == "@table" ? captured.table : captured.object) = name;
    return true;
  }

  const SourceText& source_;
  std::span<const Token> tokens_;
};

}  // namespace

PatternMatch match_tokens(std::string_view pattern, const SourceText& source,
                          std::span<const Token> tokens) {
  if (!may_match(pattern, source, tokens)) return {};
  const std::vector<std::string_view> words = words_of(pattern);
  Matcher matcher(source, tokens);
  matcher.captured.matched = matcher.match(words, 0);
  return matcher.captured;
}

PatternMatch match_statement(std::string_view pattern, const SourceText& source,
                             const Statement& statement) {
  return match_tokens(pattern, source, statement.tokens);
}

}  // namespace aludel
