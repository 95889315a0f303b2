#include "sql/statement_shape.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/text.hpp"
#include "sql/cannot_split.hpp"

namespace aludel {

namespace {

bool is(std::string_view word, std::string_view keyword) {
  return equal_ignoring_case(word, keyword);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> keywords) {
  return std::ranges::any_of(keywords, [&](std::string_view keyword) { return is(word, keyword); });
}

/// Words that may stand between the beginning of a statement and the kind of what it creates.
bool introduces(std::string_view word, SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::sqlite:
      return is_one_of(word, {"CREATE", "TEMP", "TEMPORARY", "EXPLAIN", "QUERY", "PLAN"});
    case SqlDialect::postgresql: return is_one_of(word, {"CREATE", "OR", "REPLACE"});
    case SqlDialect::mariadb: break;
  }
  return is_one_of(word, {"CREATE", "ALTER", "OR", "REPLACE", "AGGREGATE", "DEFINER"});
}

bool can_have_body(std::string_view kind, SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::sqlite: return is(kind, "TRIGGER");
    case SqlDialect::postgresql: return is_one_of(kind, {"FUNCTION", "PROCEDURE"});
    case SqlDialect::mariadb: break;
  }
  return is_one_of(kind, {"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"});
}

/// Statements that are a whole body by themselves and in which IF, REPEAT or CASE can be part of an
/// expression.
bool is_simple_body(std::string_view verb) {
  return is_one_of(verb, {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "SET", "RETURN",
                          "WITH", "VALUES", "SIGNAL", "RESIGNAL", "EXECUTE"});
}

}  // namespace

void StatementShape::add(const Token& token) {
  const std::string_view text = source_->slice(token.span);
  if (token.kind == TokenKind::word) {
    // After a point a word is always a name: new.end, old.begin.
    if (previous_ != ".") add_word(token, text);
  } else if (token.kind == TokenKind::semicolon) {
    position_ = open_.empty() ? position_ : Position::start;
    in_declare_ = false;
    in_until_ = false;
  } else if (text == "(") {
    parentheses_.push_back(token.span);
  } else if (text == ")") {
    if (!parentheses_.empty()) parentheses_.pop_back();
    if (position_ == Position::signature && parentheses_.empty()) position_ = Position::body;
  }
  if (position_ == Position::start && token.kind != TokenKind::word &&
      token.kind != TokenKind::semicolon) {
    position_ = Position::inside;
  } else if (position_ == Position::introduction && !has_definer_ &&
             token.kind != TokenKind::word && !text.starts_with("/*")) {
    position_ = Position::plain;
  } else if (position_ == Position::inside && text == ":" && !open_.empty()) {
    position_ = Position::start;  // a label
  }
  previous_ = text;
  previous_span_ = token.span;
  previous_kind_ = token.kind;
}

bool StatementShape::ends_at(Span semicolon) const {
  if (!parentheses_.empty()) {
    if (is_rule_) return false;
    throw_at(Code::cannot_split, *source_, parentheses_.back(), "a parenthesis is not closed",
             "opens here and is still open at the semicolon in line " +
                 std::to_string(source_->line_of(semicolon.begin)),
             "close it with ) before the semicolon");
  }
  return open_.empty();
}

void StatementShape::check_closed() const {
  if (!parentheses_.empty()) {
    throw_never_closed(*source_, parentheses_.back(), "a parenthesis is not closed",
                       "close it with )");
  }
  if (open_.empty()) return;
  const Span opener = open_.back().span;
  const std::string word(source_->slice(opener));
  std::string hint = "close it with END";
  if (open_.back().kind != Kind::case_expression) {
    if (open_.back().kind != Kind::block) hint += " " + word;
    hint += " after the semicolon of the last statement in it";
  }
  throw_never_closed(*source_, opener, "the body's " + word + " has no END", hint);
}

void StatementShape::add_word(const Token& token, std::string_view word) {
  switch (position_) {
    case Position::introduction: introduce(token, word); return;
    case Position::signature:
    case Position::body: look_for_body(token, word); return;
    case Position::start: begin_inner(token, word); return;
    case Position::inside: continue_inner(token, word); return;
    case Position::plain: break;
  }
  if (is_copy_ && parentheses_.empty() && is(word, "STDIN") && after("FROM")) {
    copy_from_stdin_ = true;
  }
}

void StatementShape::introduce(const Token& token, std::string_view word) {
  const bool is_first = previous_.empty();
  if (!is_first && can_have_body(word, dialect_)) {
    position_ = dialect_ == SqlDialect::mariadb ? Position::signature : Position::body;
  } else if (introduces(word, dialect_)) {
    has_definer_ = has_definer_ || is(word, "DEFINER");
  } else if (dialect_ == SqlDialect::mariadb && introduces_compound(token, word)) {
    return;
  } else if (!has_definer_ || is(word, "VIEW")) {
    is_rule_ = dialect_ == SqlDialect::postgresql && !is_first && is(word, "RULE");
    is_copy_ = dialect_ == SqlDialect::postgresql && is_first && is(word, "COPY");
    position_ = Position::plain;
  }
}

/// MariaDB takes BEGIN NOT ATOMIC, IF, WHILE … outside of routines too; BEGIN alone begins a
/// transaction.
bool StatementShape::introduces_compound(const Token& token, std::string_view word) {
  const bool is_first = previous_.empty();
  if (is_first && is(word, "BEGIN")) {
    begin_ = token.span;
    return true;
  }
  if (is(word, "NOT") && after("BEGIN")) return true;
  if (is(word, "ATOMIC") && after("NOT")) return open({TokenKind::word, begin_}, "BEGIN");
  return is_first && open(token, word);
}

void StatementShape::look_for_body(const Token& token, std::string_view word) {
  if (!parentheses_.empty()) return;
  switch (dialect_) {
    case SqlDialect::sqlite:
      if (is(word, "BEGIN")) open(token, word);
      return;
    case SqlDialect::postgresql:
      if (is(word, "ATOMIC") && after("BEGIN")) open({TokenKind::word, previous_span_}, previous_);
      return;
    case SqlDialect::mariadb: break;
  }
  if (position_ == Position::signature) {
    // FOR EACH ROW, ON SCHEDULE … DO, and a routine's parameter list come before a body.
    if ((is(word, "ROW") && after("EACH")) || is(word, "DO")) position_ = Position::body;
  } else if (is_simple_body(word) && !after("RETURNS")) {
    position_ = Position::inside;
  } else {
    open(token, word);
  }
}

void StatementShape::begin_inner(const Token& token, std::string_view word) {
  position_ = Position::inside;
  if (is(word, "END")) {
    open_.pop_back();
  } else if (dialect_ == SqlDialect::mariadb && !open(token, word)) {
    in_declare_ = is(word, "DECLARE");
    in_until_ = is(word, "UNTIL");
    if (is(word, "ELSE")) position_ = Position::start;
  }
}

void StatementShape::continue_inner(const Token& token, std::string_view word) {
  if (dialect_ != SqlDialect::mariadb) return;
  if (is(word, "CASE") && !after("END")) {
    open_.push_back({Kind::case_expression, token.span});
  } else if (is(word, "END")) {
    if (in_case_expression()) {
      if (!operand_is_missing()) open_.pop_back();
    } else if (in_until_ && !open_.empty()) {
      open_.pop_back();
      in_until_ = false;
    }
  } else if (is_one_of(word, {"THEN", "ELSE", "DO"})) {
    if (!in_case_expression() && !open_.empty()) position_ = Position::start;
  } else if (is(word, "ATOMIC") && after("NOT") && !open_.empty()) {
    position_ = Position::start;
  } else if (in_declare_ && is(word, "FOR") && after("HANDLER")) {
    position_ = Position::body;
  }
}

/// Opens the body or control structure that `word` begins in the place of a statement; false if it
/// begins none.
bool StatementShape::open(const Token& token, std::string_view word) {
  if (is(word, "BEGIN")) {
    open_.push_back({Kind::block, token.span});
    position_ = Position::start;
    return true;
  }
  if (is_one_of(word, {"LOOP", "REPEAT"})) {
    open_.push_back({Kind::loop, token.span});
    position_ = Position::start;
    return true;
  }
  if (is_one_of(word, {"WHILE", "FOR", "IF", "CASE"})) {
    const Kind kind = is(word, "IF")     ? Kind::branch
                      : is(word, "CASE") ? Kind::case_statement
                                         : Kind::loop;
    open_.push_back({kind, token.span});
    position_ = Position::inside;
    return true;
  }
  return false;
}

bool StatementShape::in_case_expression() const {
  return !open_.empty() && open_.back().kind == Kind::case_expression;
}

/// Whether a value must come next, so that END is the name of a column.
bool StatementShape::operand_is_missing() const {
  if (previous_kind_ == TokenKind::op) return previous_ != ")";
  return previous_kind_ == TokenKind::word &&
         is_one_of(previous_, {"CASE", "WHEN", "THEN", "ELSE", "AND", "OR", "NOT"});
}

bool StatementShape::after(std::string_view word) const {
  return previous_kind_ == TokenKind::word && is(previous_, word);
}

}  // namespace aludel
