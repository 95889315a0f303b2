#include <array>

#include "dialect/sqlite/parts.hpp"

namespace aludel::sqlite {

namespace {

using enum Treatment;
using Evidently = EvidenceKind;

constexpr std::string_view own_transactions =
    "Aludel begins and ends the transactions of a revision; a balanced BEGIN … COMMIT on the top "
    "level is one of its own";

// SQLite manual, "PRAGMA Statements": these do nothing, or fail, inside a transaction. Those on the
// session end with it.
constexpr std::array table{
    StatementKind{"VACUUM [@object] INTO *", autocommit},
    StatementKind{"VACUUM *", autocommit, Evidently::run_again},
    StatementKind{"PRAGMA foreign_keys = *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA foreign_keys ( *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] journal_mode *", autocommit, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] wal_checkpoint *", autocommit, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] auto_vacuum *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] incremental_vacuum *", autocommit, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] page_size *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] synchronous *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] locking_mode *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA temp_store *", autocommit_session, Evidently::run_again},
    StatementKind{"ATTACH *", autocommit_session, Evidently::run_again},
    StatementKind{"DETACH *", autocommit_session, Evidently::run_again},
    StatementKind{"PRAGMA [@object .] user_version *", ordinary},
    StatementKind{"PRAGMA [@object .] application_id *", ordinary},
    StatementKind{"PRAGMA * = *", session},

    StatementKind{"BEGIN [DEFERRED] [IMMEDIATE] [EXCLUSIVE] [TRANSACTION]", begin},
    StatementKind{"COMMIT [TRANSACTION]", commit},
    StatementKind{"END [TRANSACTION]", commit},
    StatementKind{"ROLLBACK *", refused, Evidently::ask, false, "ROLLBACK is not for a revision",
                  own_transactions},
    StatementKind{"SAVEPOINT *", refused, Evidently::ask, false,
                  "savepoints are not for a revision", own_transactions},
    StatementKind{"RELEASE *", refused, Evidently::ask, false, "savepoints are not for a revision",
                  own_transactions},
};

}  // namespace

std::span<const StatementKind> statement_kinds() {
  return table;
}

}  // namespace aludel::sqlite
