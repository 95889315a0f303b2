#include "migrate/failure.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/made_by.hpp"
#include "migrate/scripts/exists_already.hpp"

namespace aludel {

namespace {

/// What a message complains of where it gives no position. SQLite often names it at the end (`no
/// such column: prices.dat`), PostgreSQL in double quotes (`relation "shop.prices" does not
/// exist`).
std::string_view name_in(const Diagnostic& from_server) {
  std::string_view message = from_server.message;
  if (!from_server.sqlstate.empty()) {
    const std::size_t open = std::min(message.find('"'), message.size() - 1);
    message = message.substr(open + 1, message.find('"', open + 1) - open - 1);
  }
  return message.substr(message.find_last_of(" .") + 1);
}

const Token* token_of(const SourceText& source, const ScriptStatement& statement,
                      const Diagnostic& from_server) {
  if (from_server.message.empty()) return nullptr;
  const std::string_view name = name_in(from_server);
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
    const Token* named = token_of(source, statement, from_server);
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

/// What else may be written, where the server has words for it.
void tell_words_that_accept(Session& session, const ScriptStatement& statement,
                            Diagnostic& problem) {
  const SqlDialect dialect = session.dialect().sql();
  if (problem.next.empty()) return;
  if (creates_role(statement, dialect)) {
    problem.next =
        "a role is there for all databases of the server: leave the statement out, or make the "
        "role in a DO block, where pg_roles does not have it";
    return;
  }
  const int version = session.connection().usable() ? session.connection().server_version() : 0;
  const std::string words = words_that_accept(statement, dialect, version);
  if (!words.empty()) problem.next += ", or write " + words;
}

/// Who has made what is in the way: the first question where something exists already.
void tell_makers(Session& session, const Script& script, const ScriptStatement& statement,
                 Diagnostic& problem) {
  const std::string name = name_in_the_way(problem.message, session.dialect().sql());
  if (name.empty()) return;
  tell_words_that_accept(session, statement, problem);
  const ScriptStatement* earlier = made_earlier(script, statement.number, name);
  if (earlier != nullptr) {
    const Place place = script.source.place(earlier->source.tokens.front().span);
    problem.notes.push_back("statement " + std::to_string(earlier->number) +
                            " of this file makes one of this name, in line " +
                            std::to_string(place.line));
    problem.next.clear();
  }
  if (!session.connection().usable()) return;
  try {
    const auto makers = made_by(session, name);
    problem.notes.insert(problem.notes.end(), makers.begin(), makers.end());
    const Token& first = statement.source.tokens.front();
    const bool is_known = earlier != nullptr || !makers.empty() ||
                          !equal_ignoring_case(script.source.slice(first.span), "create") ||
                          creates_role(statement, session.dialect().sql());
    if (!is_known && session.bookkeeping().has_journal)
      problem.notes.push_back(
          "no revision of this journal has made it: somebody did by hand, or "
          "by another tool");
  } catch (const Error&) {
    // As with explanations.
  }
}

/// The role that lacks a right, as SQL writes it.
std::string role_of(Session& session) {
  try {
    return session.connection().query("SELECT quote_ident(current_user)").rows.at(0).at(0).value();
  } catch (const std::exception&) {
    return "…";
  }
}

/// "GRANT SELECT ON public.aludel_version, … TO clerk"
std::string grant_on_bookkeeping(Session& session, const std::string& rights) {
  const Bookkeeping& tables = session.bookkeeping();
  return "GRANT " + rights + " ON " + tables.version + ", " + tables.journal + ", " + tables.text +
         (tables.has_lease ? ", " + tables.lease : "") + " TO " + role_of(session);
}

}  // namespace

void explain_refusal(Session& session, Diagnostic& problem, std::string_view sql) {
  if (!session.connection().usable()) return;
  try {
    session.dialect().explain(session.connection(), problem, sql);
  } catch (const Error&) {
    // An explanation is good to have and never worth hiding the failure for.
  }
}

std::string titled(const std::string& id, const std::string& message) {
  const std::string first_line = message.substr(0, message.find('\n'));
  return first_line.empty() ? id : id + " \"" + first_line + "\"";
}

Diagnostic catalog_failure(Session& session, Diagnostic from_server) {
  Diagnostic problem = std::move(from_server);
  if (problem.code != info(Code::statement_refused).id) return problem;
  if (!problem.sqlstate.empty()) session.roll_back();
  explain_refusal(session, problem, "SELECT");
  problem.message = "the catalog cannot be read: " + words_of(problem);
  return problem;
}

Diagnostic bookkeeping_failure(Session& session, const std::string& done_to_them,
                               Diagnostic from_server) {
  Diagnostic problem = std::move(from_server);
  if (problem.code != info(Code::statement_refused).id) return problem;
  // Nothing of a transaction that failed can be kept, and in it nothing can be asked.
  if (!problem.sqlstate.empty()) session.roll_back();
  explain_refusal(session, problem, done_to_them == "read" ? "SELECT" : "");
  const std::string grant = std::exchange(problem.next, {});  // for a statement of a revision
  problem.message = "the bookkeeping tables cannot be " + done_to_them + ": " + words_of(problem);
  if (problem.sqlstate != "42501") return problem;
  const std::string all = grant_on_bookkeeping(session, "SELECT, INSERT, UPDATE, DELETE");
  if (done_to_them == "made") {
    problem.next = grant + ", or let a user who may create tables run `aludel ensure-version`" +
                   std::string(session.is_borrowed() ? " through this pooler" : "") + " and `" +
                   all + "`";
  } else {
    problem.next = "as the owner of the tables: `" +
                   (session.options().read_only ? grant_on_bookkeeping(session, "SELECT") : all) +
                   "`";
  }
  return problem;
}

Diagnostic statement_failure(Session& session, const Script& script,
                             const ScriptStatement& statement, const std::string& title,
                             Diagnostic from_server) {
  Diagnostic problem = std::move(from_server);
  if (problem.code == info(Code::verify_failed).id) return problem;  // it says all of this already
  if (problem.code == info(Code::statement_refused).id) {
    explain_refusal(session, problem, statement.sql);
    tell_makers(session, script, statement, problem);
  }
  const std::string what =
      statement.number == 0 ? "the verify query" : "statement " + std::to_string(statement.number);
  const Span span = place_in_source(script.source, statement, problem);
  const std::string server_words = words_of(problem);
  if (problem.code == info(Code::statement_refused).id) {
    problem.message = "the database refused " + what + " of " + title;
  } else if (problem.code == info(Code::lock_timeout).id) {
    problem.message = what + " of " + title + " did not get its lock in time";
  } else if (problem.code == info(Code::disk_full).id) {
    problem.message = "the disk is full: " + what + " of " + title + " failed";
  } else if (problem.code == info(Code::connection_lost).id) {
    problem.message = "the connection was lost during " + what + " of " + title;
  } else if (problem.code == info(Code::interrupted).id) {
    problem.message = "interrupted during " + what + " of " + title;
  } else {
    problem.message = what + " of " + title + ": " + problem.message;
  }
  problem.place = script.source.place(span, server_words);
  return problem;
}

bool leaves_commit_in_doubt(const Diagnostic& problem) {
  return problem.connection_lost || problem.code == info(Code::database_unusable).id;
}

void complete(Diagnostic& problem, const std::string& now, const std::string& command) {
  const bool of_the_database =
      std::ranges::any_of(std::array{"E04", "E05", "E08", "E13"},
                          [&](const char* family) { return problem.code.starts_with(family); });
  if (!of_the_database) return;
  if (problem.now.empty()) problem.now = now;
  if (problem.next.empty()) problem.next = "`" + command + "` again";
}

void complete_of_files(Error& error, const std::string& now, const std::string& command) {
  std::vector<Diagnostic> report = error.report();
  Diagnostic& last = report.back();
  if (!last.code.starts_with("E03") && !last.code.starts_with("E07")) return;
  if (last.now.empty()) last.now = now;
  // A value that is not given is no fault of the file's, and the hint says how it is given.
  const bool is_of_a_file =
      last.place && !last.place->file.empty() && last.code != info(Code::undefined_placeholder).id;
  if (last.next.empty() && is_of_a_file) last.next = "correct the file, then `" + command + "`";
  error = Error(std::move(report));
}

}  // namespace aludel
