#include "migrate/failure.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// SQLite often names what it misses at the end of its message and gives no position: `no such
/// column: prices.dat`.
const Token* token_named_last(const SourceText& source, const ScriptStatement& statement,
                              const std::string& message) {
  const std::size_t begin = message.find_last_of(" .") + 1;
  const std::string_view name = std::string_view(message).substr(begin);
  const auto found = std::ranges::find_if(statement.source.tokens, [&](const Token& token) {
    return token.kind == TokenKind::word && equal_ignoring_case(source.slice(token.span), name);
  });
  return name.empty() || found == statement.source.tokens.end() ? nullptr : &*found;
}

/// The token at the position that the server named, else the statement's first one.
Span place_in_source(const SourceText& source, const ScriptStatement& statement,
                     const Diagnostic& from_server) {
  const auto& tokens = statement.source.tokens;
  if (!from_server.place || from_server.place->column < 1) {
    const Token* named = from_server.sqlstate.empty()
                             ? token_named_last(source, statement, from_server.message)
                             : nullptr;
    return named != nullptr ? named->span : tokens.front().span;
  }
  const std::size_t sent =
      offset_of_character(statement.sql, static_cast<std::size_t>(from_server.place->column - 1));
  const std::size_t offset = statement.source_offset(sent);
  const auto token =
      std::ranges::find_if(tokens, [&](const Token& each) { return each.span.end > offset; });
  if (token == tokens.end())
    return {tokens.back().span.end, tokens.back().span.end};  // at the end of the input
  const bool long_text = token->span.size() > 60 || token->span.begin != offset;
  return long_text ? Span{offset, std::min(offset + 1, token->span.end)} : token->span;
}

std::string words_of(const Diagnostic& from_server) {
  return from_server.sqlstate.empty()
             ? from_server.message
             : from_server.message + " (SQLSTATE " + from_server.sqlstate + ")";
}

}  // namespace

std::string titled(const std::string& id, const std::string& message) {
  const std::string first_line = message.substr(0, message.find('\n'));
  return first_line.empty() ? id : id + " \"" + first_line + "\"";
}

Diagnostic statement_failure(Session& session, const Script& script,
                             const ScriptStatement& statement, const std::string& revision,
                             Diagnostic from_server) {
  Diagnostic problem = std::move(from_server);
  if (session.connection().usable() && problem.code == info(Code::statement_refused).id) {
    try {
      session.dialect().explain(session.connection(), problem);
    } catch (const Error&) {
      // An explanation is good to have and never worth hiding the failure for.
    }
  }
  const std::string what =
      statement.number == 0 ? "the verify query" : "statement " + std::to_string(statement.number);
  const Span span = place_in_source(script.source, statement, problem);
  const std::string server_words = words_of(problem);
  if (problem.code == info(Code::statement_refused).id) {
    problem.message = "the database refused " + what + " of revision " + revision;
  } else if (problem.code == info(Code::lock_timeout).id) {
    problem.message = what + " of revision " + revision + " did not get its lock in time";
  } else if (problem.code == info(Code::disk_full).id) {
    problem.message = "the disk is full: " + what + " of revision " + revision + " failed";
  } else if (problem.code == info(Code::connection_lost).id) {
    problem.message = "the connection was lost during " + what + " of revision " + revision;
  } else if (problem.code == info(Code::interrupted).id) {
    problem.message = "interrupted during " + what + " of revision " + revision;
  } else {
    problem.message = what + " of revision " + revision + ": " + problem.message;
  }
  problem.place = script.source.place(span, server_words);
  return problem;
}

}  // namespace aludel
