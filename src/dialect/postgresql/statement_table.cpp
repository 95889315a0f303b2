#include <array>

#include "dialect/postgresql/parts.hpp"

namespace aludel::postgresql {

namespace {

using enum Treatment;
using Evidently = EvidenceKind;

constexpr std::string_view own_transactions =
    "Aludel begins and ends the transactions of a revision; a balanced BEGIN … COMMIT on the top "
    "level is one of its own";

// PostgreSQL manual, the pages of each command; servers call PreventInTransactionBlock for those
// that are autocommit.
constexpr std::array table{
    StatementKind{"CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] ON *", refused,
                  Evidently::ask, false, "an index built CONCURRENTLY needs a name",
                  "without one it cannot be told after a crash which index was meant"},
    StatementKind{"CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] @object ON [ONLY] @table *",
                  autocommit, Evidently::create_index, true},
    StatementKind{"DROP INDEX CONCURRENTLY [IF EXISTS] @object *", autocommit,
                  Evidently::drop_index, true},
    StatementKind{"REINDEX ( * CONCURRENTLY * ) INDEX @object", autocommit, Evidently::reindex,
                  true},
    StatementKind{"REINDEX ( * CONCURRENTLY * ) TABLE @object", autocommit, Evidently::reindex,
                  true},
    StatementKind{"REINDEX [( * )] INDEX CONCURRENTLY @object", autocommit, Evidently::reindex,
                  true},
    StatementKind{"REINDEX [( * )] TABLE CONCURRENTLY @object", autocommit, Evidently::reindex,
                  true},
    StatementKind{"REINDEX [( * )] SCHEMA *", autocommit, Evidently::reindex, true},
    StatementKind{"REINDEX [( * )] DATABASE *", autocommit, Evidently::reindex, true},
    StatementKind{"REINDEX [( * )] SYSTEM *", autocommit, Evidently::reindex, true},
    StatementKind{"ALTER TABLE [IF EXISTS] [ONLY] @table DETACH PARTITION @object CONCURRENTLY",
                  autocommit, Evidently::detach_partition, true},
    StatementKind{"ALTER TYPE @object ADD VALUE [IF NOT EXISTS] @string *", enum_value,
                  Evidently::add_enum_value},
    StatementKind{"VACUUM *", autocommit, Evidently::run_again},
    StatementKind{"CLUSTER [VERBOSE]", autocommit, Evidently::run_again},
    StatementKind{"CREATE DATABASE @object *", autocommit, Evidently::create_database},
    StatementKind{"DROP DATABASE [IF EXISTS] @object *", autocommit, Evidently::drop_database},
    StatementKind{"ALTER DATABASE @object SET TABLESPACE *", autocommit, Evidently::run_again},
    StatementKind{"ALTER SYSTEM *", autocommit, Evidently::run_again},
    StatementKind{"CREATE TABLESPACE *", autocommit},
    StatementKind{"DROP TABLESPACE *", autocommit},
    StatementKind{"CREATE SUBSCRIPTION *", autocommit},
    StatementKind{"DROP SUBSCRIPTION *", autocommit},
    StatementKind{"ALTER SUBSCRIPTION @object REFRESH *", autocommit, Evidently::run_again},

    // They may also be marked as autocommit.
    StatementKind{"REFRESH MATERIALIZED VIEW *", ordinary, Evidently::run_again},
    StatementKind{"ANALYZE *", ordinary, Evidently::run_again},
    StatementKind{"ANALYSE *", ordinary, Evidently::run_again},

    StatementKind{"SET LOCAL *", ordinary},
    StatementKind{"SET CONSTRAINTS *", ordinary},
    StatementKind{"SET TRANSACTION *", ordinary},
    StatementKind{"SET *", session},
    StatementKind{"RESET *", session},
    StatementKind{"SELECT [pg_catalog .] set_config ( *", session},
    StatementKind{"LOAD *", session},

    StatementKind{"BEGIN [WORK] [TRANSACTION]", begin},
    StatementKind{"START TRANSACTION", begin},
    StatementKind{"BEGIN *", refused, Evidently::ask, false, "BEGIN with options cannot be kept",
                  own_transactions},
    StatementKind{"START TRANSACTION *", refused, Evidently::ask, false,
                  "START TRANSACTION with options cannot be kept", own_transactions},
    StatementKind{"COMMIT [WORK] [TRANSACTION]", commit},
    StatementKind{"END [WORK] [TRANSACTION]", commit},
    StatementKind{"COMMIT *", refused, Evidently::ask, false,
                  "this form of COMMIT is not for a revision", own_transactions},
    StatementKind{"END *", refused, Evidently::ask, false, "this form of END is not for a revision",
                  own_transactions},
    StatementKind{"ROLLBACK *", refused, Evidently::ask, false, "ROLLBACK is not for a revision",
                  own_transactions},
    StatementKind{"ABORT *", refused, Evidently::ask, false, "ABORT is not for a revision",
                  own_transactions},
    StatementKind{"SAVEPOINT *", refused, Evidently::ask, false,
                  "savepoints are not for a revision", own_transactions},
    StatementKind{"RELEASE *", refused, Evidently::ask, false, "savepoints are not for a revision",
                  own_transactions},
    StatementKind{"PREPARE TRANSACTION *", refused, Evidently::ask, false,
                  "a prepared transaction would outlive the revision", own_transactions},
    StatementKind{"DISCARD *", refused, Evidently::ask, false,
                  "DISCARD would release the migration lock",
                  "the session is reset between revisions; `RESET ALL` resets settings"},
    StatementKind{"SELECT * pg_advisory_unlock_all *", refused, Evidently::ask, false,
                  "pg_advisory_unlock_all would release the migration lock",
                  "release your own lock by its key"},
    StatementKind{"COPY * FROM STDOUT *", refused, Evidently::ask, false,
                  "COPY … FROM STDOUT is a way to write FROM STDIN that cannot be told apart here",
                  "write COPY … FROM STDIN, with the rows below it"},
    StatementKind{"COPY * TO STDIN *", refused, Evidently::ask, false,
                  "COPY … TO STDIN has nowhere to go in a revision",
                  "use psql's \\copy for an export"},
    StatementKind{"COPY * TO STDOUT *", refused, Evidently::ask, false,
                  "COPY … TO STDOUT has nowhere to go in a revision",
                  "use psql's \\copy for an export"},
};

}  // namespace

std::span<const StatementKind> statement_kinds() {
  return table;
}

}  // namespace aludel::postgresql
