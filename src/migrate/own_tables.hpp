#pragma once

#include "migrate/script.hpp"
#include "migrate/seeds/fitted_seed.hpp"

namespace aludel {

/// Refuses statements that write, drop or alter the tables in which it is kept what is applied: the
/// version table as `settings` and `bookkeeping` name it, the journal, its texts, the lease.
/// Reading them, views on them, rights, triggers, a wider version_num are the user's affair. Told
/// by the text as it is sent, bodies of DO too; what is made of strings at run time is not seen.
/// Linear in the script; statements that name none of the tables are not looked into.
/// @throws Error(refused_command) with every such statement at its place
void refuse_own_tables(const Script& script, const Dialect& dialect, int server_version,
                       const Bookkeeping& bookkeeping, const VersionTableSettings& settings);

/// The same of a file of rows. @throws Error(refused_command)
void refuse_own_tables(const FittedSeed& seed, SqlDialect dialect, const Bookkeeping& bookkeeping);

}  // namespace aludel
