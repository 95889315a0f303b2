#pragma once

#include <string>
#include <string_view>

#include "migrate/script.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What the server said of a statement of a revision, told from the revision's side: which
/// statement, where in its file, the server's words under the caret; with what a look into the
/// catalog adds. `now` and `next` are the caller's. The session must be outside a failed
/// transaction, or lost.
[[nodiscard]] Diagnostic statement_failure(Session& session, const Script& script,
                                           const ScriptStatement& statement,
                                           const std::string& title, Diagnostic from_server);

/// What a look into the catalog adds to the server's words: the right that a role lacks and the
/// GRANT that helps, the name that is near.
void explain_refusal(Session& session, Diagnostic& problem, std::string_view sql);

/// The same for a catalog that cannot be read.
[[nodiscard]] Diagnostic catalog_failure(Session& session, Diagnostic from_server);

/// The same for Aludel's own tables, which are `made`, `read` or `written`: mostly a right is
/// missing, and `next` says which.
[[nodiscard]] Diagnostic bookkeeping_failure(Session& session, const std::string& done_to_them,
                                             Diagnostic from_server);

/// `revision "message"` as messages name a revision: `8f3c2a91d0e4 "Fill the day of each price"`.
[[nodiscard]] std::string titled(const std::string& id, const std::string& message);

/// True where a COMMIT that failed in this way may have been kept all the same. SQLite has then
/// written the end of the transaction to its write-ahead log, and only the sync failed: who reads
/// the log next may find it there.
[[nodiscard]] bool leaves_commit_in_doubt(const Diagnostic& problem);

/// Fills in what is true and what to type where the database failed outside of any step: it was
/// refused, not had in time, lost, or the run interrupted. Other problems say it by themselves.
void complete(Diagnostic& problem, const std::string& now, const std::string& command);
/// The same of what is wrong with the files, or with the rows beside them: several problems have
/// one end.
void complete_of_files(Error& error, const std::string& now, const std::string& command);

}  // namespace aludel
