#pragma once

#include <string>

#include "migrate/seeds/fitted_seed.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// The rows of a CSV file in a temporary table, with the types of its table's columns: what they
/// are compared with. It lasts as long as the transaction.
struct SeedStage {
  const FittedSeed* fitted = nullptr;
  std::string table;  ///< as SQL writes it
  std::string bare;   ///< without a schema
  long long rows = 0;
};

/// The column of a stage that says on which line of the file a row begins.
[[nodiscard]] std::string line_column();

/// Makes the stage and sends the file's rows, some at a time, so that a file of any size fits;
/// tells how far it is (BatchProgress). Inside a transaction.
/// @throws Error(bad_csv) at the place in the file, also for a row with another number of fields,
/// and for one without a key; Error(statement_refused) at the value that the database does not take
[[nodiscard]] SeedStage stage_rows(Session& session, const FittedSeed& fitted, int number);

/// That no two rows of the file have one key, and that none is the key of several rows of the
/// table.
/// @throws Error(bad_csv) that names both lines
void check_keys(Session& session, const SeedStage& stage);

/// Drops it where the transaction's end does not.
void drop_stage(Session& session, const SeedStage& stage);

/// `failure` of the database told as one of a row: at its field, with the server's words. `number`
/// is the field's, from 0; a greater one: that the failure names, else all of the record.
[[nodiscard]] Diagnostic row_failure(const FittedSeed& fitted, int line, std::size_t number,
                                     Diagnostic failure);

/// Conditions and lists of columns: "t.a = s.a AND t.b = s.b".
[[nodiscard]] std::string same_key(const FittedSeed& fitted, SqlDialect dialect);
[[nodiscard]] std::string column_list(const std::vector<std::string>& names, SqlDialect dialect,
                                      const std::string& before = {});
[[nodiscard]] std::vector<std::string> column_names(const FittedSeed& fitted);

}  // namespace aludel
