#include "migrate/batch_tokens.hpp"

#include "base/text.hpp"

namespace aludel {

BatchTokens::BatchTokens(const SourceText& source, const Statement& statement)
    : source_(source),
      tokens_(statement.tokens),
      levels_(tokens_.size(), none),
      closers_(tokens_.size(), none),
      openers_(tokens_.size(), none) {
  std::vector<std::size_t> open;
  const auto close = [&](std::size_t i, std::string_view opener) {
    while (!open.empty() && is(open.back(), "CASE") && opener != "CASE") open.pop_back();
    if (open.empty() || !is(open.back(), opener)) return;
    closers_[open.back()] = i;
    openers_[i] = open.back();
    open.pop_back();
  };
  for (std::size_t i = 0; i < size(); ++i) {
    if (text(i) == ")") close(i, "(");
    if (text(i) == "]") close(i, "[");
    if (is_keyword(i, "END")) close(i, "CASE");
    levels_[i] = open.empty() ? none : open.back();
    if (text(i) == "(" || text(i) == "[" || is_keyword(i, "CASE")) open.push_back(i);
  }
}

std::string_view BatchTokens::text(std::size_t i) const {
  return i < tokens_.size() ? source_.slice(tokens_[i].span) : std::string_view();
}

bool BatchTokens::is(std::size_t i, std::string_view word) const {
  return i < tokens_.size() && tokens_[i].kind != TokenKind::string &&
         equal_ignoring_case(text(i), word);
}

bool BatchTokens::is_name(std::size_t i) const {
  return i < tokens_.size() &&
         (tokens_[i].kind == TokenKind::word || tokens_[i].kind == TokenKind::quoted_identifier);
}

bool BatchTokens::is_keyword(std::size_t i, std::string_view word) const {
  if (!is(i, word) || tokens_[i].kind != TokenKind::word) return false;
  return i == 0 || (text(i - 1) != "." && !is(i - 1, "AS"));
}

std::vector<BatchTokens::Mark> BatchTokens::marks() const {
  std::vector<Mark> found;
  int brackets = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    if (text(i) == "[") ++brackets;
    if (text(i) == "]" && brackets > 0) --brackets;
    if (brackets > 0) continue;
    if (tokens_[i].kind == TokenKind::parameter && text(i).starts_with(':')) {
      found.push_back({text(i).substr(1), tokens_[i].span, i + 1});
    } else if (text(i) == ":" && i + 1 < size() && tokens_[i + 1].kind == TokenKind::word &&
               tokens_[i].span.end == tokens_[i + 1].span.begin) {
      found.push_back({text(i + 1), {tokens_[i].span.begin, tokens_[i + 1].span.end}, i + 2});
    }
  }
  return found;
}

std::string folded(std::string_view name) {
  if (name.size() > 1 && name.front() == '"') name = name.substr(1, name.size() - 2);
  return lower(name);
}

}  // namespace aludel
