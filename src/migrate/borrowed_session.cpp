#include "migrate/borrowed_session.hpp"

#include "base/code.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Of the statement as it is sent: a variable may be any part of it.
std::optional<SessionNeed> need_of(const Dialect& dialect, const Script& script,
                                   const ScriptStatement& statement) {
  if (statement.pieces.empty())
    return dialect.needs_session(script.source, statement.source, statement.traits);
  const SourceText sent("the statement", statement.sql);
  const auto split = split_statements(sent, {0, sent.text().size()}, dialect.sql());
  return dialect.needs_session(sent, split.statements.at(0), statement.traits);
}

void say_the_way_out(Diagnostic& problem) {
  problem.detail = "a pooler in transaction mode stands before the server";
  problem.now = "nothing was changed";
  problem.next =
      "set `migration_url` beside `url` in aludel.toml to the server's own address, or to a pool "
      "in "
      "session mode (often port 5432 instead of 6432 or 6543), or give it with `--url`";
}

}  // namespace

void check_needs_no_session(const Session& session, const Script& script) {
  if (!session.is_borrowed()) return;
  std::vector<Diagnostic> problems;
  const auto check = [&](const ScriptStatement& statement) {
    const auto need = need_of(session.dialect(), script, statement);
    if (!need) return;
    Diagnostic problem =
        diagnostic(Code::pooler_refused,
                   (statement.number == 0 ? std::string("the verify query")
                                          : "statement " + std::to_string(statement.number)) +
                       " needs a session of its own");
    problem.place = script.source.place(statement.source.tokens.front().span, need->reason);
    problem.hint = need->hint;
    problems.push_back(std::move(problem));
  };
  for (const Segment& segment : script.segments) {
    for (const ScriptStatement& statement : segment.statements) check(statement);
  }
  for (const ScriptStatement& query : script.verify) check(query);
  if (problems.empty()) return;
  say_the_way_out(problems.back());  // once for all of them
  throw Error(std::move(problems));
}

void check_needs_no_session(const Session& session, const DatabaseState& state) {
  if (!session.is_borrowed() || !state.in_progress || !state.in_progress->intent) return;
  Diagnostic problem = diagnostic(
      Code::pooler_refused, "statement " + std::to_string(state.in_progress->intent->statement) +
                                " of revision " + state.in_progress->revision +
                                " was begun and not seen to end: finding out what became of it "
                                "needs a session of its own");
  say_the_way_out(problem);
  throw Error(std::move(problem));
}

}  // namespace aludel
