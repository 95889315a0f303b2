#pragma once

#include <span>
#include <string_view>

#include "sql/token.hpp"

namespace aludel {

/// How a dialect's text falls into tokens, as data: the lexer has no other knowledge of dialects.
/// Sources: PostgreSQL manual 4.1 and its scanner's rules for operators{}; SQLite's "SQL As
/// Understood By SQLite" and tokenizer; MariaDB's knowledge base ("Comment Syntax", "String
/// Literals", "Identifier Names").
struct LexRules {
  bool backslash_escapes = false;  ///< in every string, not only in E'…'
  bool double_quotes_are_strings = false;
  bool backticks = false;      ///< `…` is an identifier
  bool brackets = false;       ///< […] is an identifier
  bool dollar_quotes = false;  ///< $$…$$ and $tag$…$tag$
  bool nested_comments = false;
  bool hash_comments = false;
  bool dashes_need_a_blank = false;  ///< "--1" is two operators, "-- 1" a comment
  bool executable_comments = false;  ///< /*! … */, /*M! … */ and /*+ … */ are not comments
  bool psql_commands = false;        ///< a backslash outside quotes begins a command of the client
  bool unicode_prefix = false;       ///< U&'…' and U&"…"
  std::string_view string_prefixes{};      ///< lower case letters that belong to a string when the
                                           ///< quote follows at once
  std::string_view parameter_signs{};      ///< begin a parameter when a word follows at once
  bool question_marks = false;             ///< ? and ?1 are parameters
  std::string_view operator_characters{};  ///< any run of them is one operator
  std::span<const std::string_view> operators{};  ///< of several characters, longest first
};

[[nodiscard]] const LexRules& lex_rules(SqlDialect dialect);

}  // namespace aludel
