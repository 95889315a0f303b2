#include "migrate/ensure_bookkeeping.hpp"

#include "migrate/failure.hpp"

namespace aludel {

namespace {

void make_bookkeeping(Session& session) {
  // Taking the lock has looked already; where transactions are the lock there was nothing to take.
  if (session.dialect().takes_turns()) session.relocate();
  const Bookkeeping& tables = session.bookkeeping();
  if (tables.has_version && tables.has_journal && tables.has_text) return;
  if (session.dialect().takes_turns()) {  // another runner may be doing the same: look again with
                                          // the database's lock held
    const auto begin = session.dialect().begin({});
    for (const std::string& sql : begin) session.connection().query(sql);
    session.relocate();
    try {
      for (const std::string& sql : session.dialect().create_bookkeeping(session.bookkeeping()))
        session.connection().query(sql);
      session.connection().query("COMMIT");
    } catch (const Error&) {
      if (session.connection().in_transaction()) session.connection().query("ROLLBACK");
      throw;
    }
  } else {
    std::vector<OwnedRequest> statements;
    for (std::string& sql : session.dialect().create_bookkeeping(tables))
      statements.push_back({std::move(sql), {}});
    session.in_transaction(statements);
  }
  session.relocate();
}

}  // namespace

void ensure_bookkeeping(Session& session) {
  try {
    make_bookkeeping(session);
  } catch (const Error& error) {
    Diagnostic problem = bookkeeping_failure(session, "made", error.diagnostic());
    if (problem.now.empty()) {
      problem.now =
          leaves_commit_in_doubt(problem)
              ? "no revision was run; whether the bookkeeping tables were made is not known"
              : "nothing was changed";
    }
    throw Error(std::move(problem));
  }
}

}  // namespace aludel
