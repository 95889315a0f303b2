#pragma once

#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "sql/token.hpp"

namespace aludel {

/// Follows one statement token by token and knows which of its semicolons ends it: none inside a
/// compound body (BEGIN ATOMIC … END, a trigger's or routine's BEGIN … END) and none inside the
/// parentheses of a rule's commands.
///
/// Bodies are recognised by where they can stand, not by their words alone: END, BEGIN and IF are
/// also names of columns and functions. A body's END closes it only where a statement could begin,
/// because every statement of a body ends with a semicolon in all three grammars; so CASE … END
/// needs no counting, except in MariaDB, whose THEN and ELSE begin statements in one kind of CASE
/// and not in the other.
class StatementShape {
 public:
  StatementShape(const SourceText& source, SqlDialect dialect)
      : source_(&source), dialect_(dialect) {}

  /// Takes the next token: no white space, no comment, and a semicolon only when it did not end the
  /// statement.
  void add(const Token& token);

  /// Whether a semicolon at `semicolon` ends the statement.
  /// @throws Error (cannot_split) at a parenthesis that it leaves open, where that cannot be right.
  [[nodiscard]] bool ends_at(Span semicolon) const;

  /// To be called where the statement ends. @throws Error (cannot_split) at a parenthesis or body
  /// that is still open.
  void check_closed() const;

  [[nodiscard]] bool is_copy_from_stdin() const { return copy_from_stdin_; }

 private:
  enum class Position {
    introduction,  ///< in the first words: CREATE OR REPLACE …
    signature,     ///< between a routine's kind and the place where its body can begin
    body,          ///< its body begins at any of the next words
    start,         ///< a statement of an open body begins at the next word
    inside,        ///< in a statement of a body
    plain,         ///< in a statement that has no body
  };
  enum class Kind { block, branch, case_statement, case_expression, loop };
  struct Opener {
    Kind kind;
    Span span;
  };

  void add_word(const Token& token, std::string_view word);
  void introduce(const Token& token, std::string_view word);
  bool introduces_compound(const Token& token, std::string_view word);
  void look_for_body(const Token& token, std::string_view word);
  void begin_inner(const Token& token, std::string_view word);
  void continue_inner(const Token& token, std::string_view word);
  bool open(const Token& token, std::string_view word);
  [[nodiscard]] bool in_case_expression() const;
  [[nodiscard]] bool operand_is_missing() const;
  [[nodiscard]] bool after(std::string_view word) const;

  const SourceText* source_;
  SqlDialect dialect_;
  Position position_ = Position::introduction;
  std::vector<Span> parentheses_;
  std::vector<Opener> open_;
  std::string_view previous_;  ///< text of the previous token
  Span previous_span_;
  Span begin_;  ///< a first word BEGIN, which opens a body only as BEGIN NOT ATOMIC
  TokenKind previous_kind_ = TokenKind::white_space;
  bool has_definer_ = false;
  bool in_declare_ = false;
  bool in_until_ = false;
  bool is_rule_ = false;
  bool is_copy_ = false;
  bool copy_from_stdin_ = false;
};

}  // namespace aludel
