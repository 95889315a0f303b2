#include "sql/splitter.hpp"

#include <string>
#include <utility>

#include "base/text.hpp"
#include "sql/cannot_split.hpp"
#include "sql/lexer.hpp"
#include "sql/psql_command.hpp"
#include "sql/statement_shape.hpp"

namespace aludel {

namespace {

class Splitter {
 public:
  Splitter(const SourceText& source, Span range, SqlDialect dialect,
           bool (*stop_at)(std::string_view))
      : source_(source),
        dialect_(dialect),
        stop_at_(stop_at),
        lexer_(source, range, dialect),
        whole_begin_(range.begin),
        shape_(source, dialect) {
    result_.end = range.end;
  }

  SplitResult run() {
    while (const auto token = lexer_.next()) {
      if (token->kind == TokenKind::comment && stops_at(*token)) {
        result_.end = token->span.begin;
        break;
      }
      add(*token);
    }
    if (!tokens_.empty()) end_without_semicolon();
    return std::move(result_);
  }

 private:
  void add(const Token& token) {
    switch (token.kind) {
      case TokenKind::white_space: return;
      case TokenKind::comment: result_.comments.push_back(token); return;
      case TokenKind::psql_command:
        accept_psql_command(source_, token.span, !tokens_.empty());
        result_.comments.push_back(token);
        return;
      case TokenKind::semicolon:
        if (tokens_.empty()) return;
        if (shape_.ends_at(token.span)) {
          end_with_semicolon(token);
          return;
        }
        break;
      default: break;
    }
    if (tokens_.empty()) refuse_delimiter(token);
    tokens_.push_back(token);
    shape_.add(token);
  }

  void end_with_semicolon(const Token& semicolon) {
    const Span span{tokens_.front().span.begin, tokens_.back().span.end};
    if (!shape_.is_copy_from_stdin()) {
      finish(span, semicolon.span.end);
      return;
    }
    static_cast<void>(lexer_.rest_of_line());
    if (!lexer_.at_line_start()) {
      throw_at(Code::cannot_split, source_, {lexer_.position(), lexer_.position() + 1},
               "text stands between COPY … FROM STDIN; and its rows", "not part of the rows",
               "the rows begin in the line after the semicolon: move this away");
    }
    const auto rows = lexer_.copy_data();
    if (!rows) refuse_missing_rows();
    tokens_.push_back(*rows);
    finish(span, rows->span.end, rows_without_end(rows->span));
  }

  void end_without_semicolon() {
    shape_.check_closed();
    if (shape_.is_copy_from_stdin()) refuse_missing_rows();
    const Span span{tokens_.front().span.begin, tokens_.back().span.end};
    finish(span, span.end);
  }

  void finish(Span span, std::size_t whole_end, Span rows = {}) {
    Statement& statement = result_.statements.emplace_back();
    statement.span = span;
    statement.whole = {whole_begin_, whole_end};
    statement.tokens = std::exchange(tokens_, {});
    statement.copy_data = rows;
    statement.is_copy_from_stdin = shape_.is_copy_from_stdin();
    whole_begin_ = whole_end;
    shape_ = StatementShape(source_, dialect_);
  }

  [[nodiscard]] Span rows_without_end(Span rows) const {
    const std::size_t end_marker = source_.slice(rows).rfind("\\.");
    return {rows.begin, rows.begin + end_marker};
  }

  [[noreturn]] void refuse_missing_rows() const {
    throw_at(
        Code::cannot_split, source_, tokens_.front().span,
        "the rows of COPY … FROM STDIN have no end", "its rows have no end",
        "write the rows below the statement's semicolon and after them a line that holds only \\.");
  }

  void refuse_delimiter(const Token& first) const {
    if (dialect_ != SqlDialect::mariadb || first.kind != TokenKind::word ||
        !equal_ignoring_case(source_.slice(first.span), "DELIMITER")) {
      return;
    }
    throw_at(Code::refused_command, source_, first.span,
             "DELIMITER is a command of the mariadb client, not SQL", "not needed",
             "leave the DELIMITER lines out and end each body with END; as the semicolons inside a "
             "BEGIN … END body do not end the statement");
  }

  [[nodiscard]] bool stops_at(const Token& comment) const {
    return stop_at_ != nullptr && begins_line(comment.span.begin) &&
           stop_at_(source_.slice(comment.span));
  }

  [[nodiscard]] bool begins_line(std::size_t offset) const {
    const std::string& text = source_.text();
    while (offset > 0 && (text[offset - 1] == ' ' || text[offset - 1] == '\t')) --offset;
    return offset == 0 || text[offset - 1] == '\n';
  }

  const SourceText& source_;
  SqlDialect dialect_;
  bool (*stop_at_)(std::string_view);
  Lexer lexer_;
  SplitResult result_;
  std::size_t whole_begin_;
  std::vector<Token> tokens_;
  StatementShape shape_;
};

}  // namespace

SplitResult split_statements(const SourceText& source, Span range, SqlDialect dialect,
                             bool (*stop_at)(std::string_view comment)) {
  return Splitter(source, range, dialect, stop_at).run();
}

}  // namespace aludel
