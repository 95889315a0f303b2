#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/token.hpp"

namespace aludel {

/// The tokens of a statement in batches, with what is asked of them.
class BatchTokens {
 public:
  /// `:word`, which SQLite's rules read as one token and PostgreSQL's as two.
  struct Mark {
    std::string_view word;
    Span span;
    std::size_t next = 0;  ///< index of the token behind it
  };

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// Both must outlive it.
  BatchTokens(const SourceText& source, const Statement& statement);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  [[nodiscard]] const Token& operator[](std::size_t i) const { return tokens_[i]; }
  /// Empty behind the last token.
  [[nodiscard]] std::string_view text(std::size_t i) const;
  /// The text is `word`, in any case, and no string.
  [[nodiscard]] bool is(std::size_t i, std::string_view word) const;
  [[nodiscard]] bool is_name(std::size_t i) const;
  /// The keyword, not a name behind a dot or AS that is written the same.
  [[nodiscard]] bool is_keyword(std::size_t i, std::string_view word) const;
  template <std::size_t Count>
  [[nodiscard]] bool is_among(std::size_t i,
                              const std::array<std::string_view, Count>& words) const {
    for (const std::string_view word : words) {
      if (is_keyword(i, word)) return true;
    }
    return false;
  }

  /// All `:word` outside of brackets, where a colon separates the bounds of a slice.
  [[nodiscard]] std::vector<Mark> marks() const;

  /// The first token outside of parentheses, from `from` on, that is one of `words`.
  template <std::size_t Count>
  [[nodiscard]] std::optional<std::size_t> outside(
      std::size_t from, const std::array<std::string_view, Count>& words) const {
    int depth = 0;
    for (std::size_t i = from; i < size(); ++i) {
      if (text(i) == "(") ++depth;
      if (text(i) == ")") --depth;
      if (depth != 0 || tokens_[i].kind != TokenKind::word) continue;
      for (const std::string_view word : words) {
        if (is(i, word)) return i;
      }
    }
    return std::nullopt;
  }

  /// The innermost `(`, `[` or CASE that token `i` stands in; `none` outside of all. What opens and
  /// what closes stands itself on the level around it.
  [[nodiscard]] std::size_t level(std::size_t i) const { return levels_[i]; }
  /// What closes the level, or the statement's end.
  [[nodiscard]] std::size_t end_of(std::size_t level) const {
    return level == none || closers_[level] == none ? size() : closers_[level];
  }
  /// What opens the level that `i` closes; `none` where it closes none.
  [[nodiscard]] std::size_t opener_of(std::size_t i) const { return openers_[i]; }

 private:
  const SourceText& source_;
  const std::vector<Token>& tokens_;
  std::vector<std::size_t> levels_;
  std::vector<std::size_t> closers_;
  std::vector<std::size_t> openers_;
};

/// A name without quotes, in one case: enough to see that two are the same.
[[nodiscard]] std::string folded(std::string_view name);

}  // namespace aludel
