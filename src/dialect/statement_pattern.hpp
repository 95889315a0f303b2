#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/source.hpp"
#include "sql/token.hpp"

namespace aludel {

/// What a pattern captured, as written in the statement.
struct PatternMatch {
  bool matched = false;
  std::string object;
  std::string table;
  std::string string;         ///< a string token's text, with its quotes
  std::size_t table_end = 0;  ///< offset behind @table in the text
};

/// Matches a statement's beginning against a pattern of words, which are compared without case:
///   WORD      that word, or that operator
///   A|B       one of the words
///   [WORD …]  the group, or nothing
///   @object   a name, also qualified and quoted, captured; @table likewise; @string a string
///   literal
///   *         anything, also nothing
/// A pattern that does not end with * must cover the whole statement.
/// Example: "CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] @object ON [ONLY] @table *"
[[nodiscard]] PatternMatch match_statement(std::string_view pattern, const SourceText& source,
                                           const Statement& statement);
/// The same of a part of a statement.
[[nodiscard]] PatternMatch match_tokens(std::string_view pattern, const SourceText& source,
                                        std::span<const Token> tokens);

}  // namespace aludel
