#pragma once

#include <string_view>
#include <vector>

#include "base/source.hpp"

namespace aludel {

/// Which database's rules a text is read by.
enum class SqlDialect { sqlite, postgresql, mariadb };

enum class TokenKind {
  white_space,
  comment,  ///< "-- …" without its line end, "/* … */" with all it nests; "# …" in MariaDB
  word,     ///< keyword or unquoted identifier
  quoted_identifier,  ///< "…", […], `…`, U&"…"
  string,             ///< '…', E'…', U&'…', B'…', X'…', N'…', $tag$…$tag$, with prefix and quotes
  number,
  parameter,  ///< $1, ?, ?1, :name, @name
  op,  ///< one operator or punctuation: ( ) , . :: <= …; MariaDB's /*! … */ and /*+ … */ as a whole
  semicolon,
  copy_data,     ///< inline rows after COPY … FROM STDIN; and the line "\." with its end
  psql_command,  ///< \restrict … and \unrestrict …, the whole line; every other one is refused
};

struct Token {
  TokenKind kind;
  Span span;
  bool operator==(const Token&) const = default;
};

/// One statement of a text.
struct Statement {
  /// From its first token to its last, without the semicolon: what is sent.
  Span span;
  /// All bytes it accounts for: comments and blanks before it, the semicolon, COPY data. The
  /// `whole` spans of all statements and the rest after the last one are the text, without gap or
  /// overlap.
  Span whole;
  /// Without white space, comments and the semicolon that ends it (those inside a body or a rule
  /// are tokens); never empty. COPY … FROM STDIN has its copy_data token last, beyond `span`.
  std::vector<Token> tokens;
  Span copy_data;  ///< rows of COPY … FROM STDIN without the final "\." line; empty when there are
                   ///< none
  bool is_copy_from_stdin = false;
};

}  // namespace aludel
