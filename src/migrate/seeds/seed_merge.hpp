#pragma once

#include <limits>
#include <string>
#include <vector>

#include "migrate/seeds/seed_stage.hpp"

namespace aludel {

/// Lines of a file, both included; all of them by default.
struct LineRange {
  int first = 0;
  int last = std::numeric_limits<int>::max();
};

struct MergeCounts {
  long long inserted = 0;
  long long updated = 0;
};

/// Brings the table to what a stage says, inside a transaction: rows with a new key are inserted,
/// others updated where a value differs in any bit of it, and only in the file's columns.
class SeedMerge {
 public:
  SeedMerge(Session& session, const SeedStage& stage)
      : session_(session),
        stage_(stage),
        fitted_(*stage.fitted),
        dialect_(session.dialect().sql()) {}

  /// Keeps writers out where the database would not notice two rows of one key.
  void lock() const;

  /// For rows that refer to no other row of the transaction.
  MergeCounts run(LineRange lines) const;

  // For rows that do, each for all files of the transaction before the next.
  void note_new_rows() const;
  [[nodiscard]] long long insert_new_rows(const std::vector<std::string>& late_columns,
                                          LineRange lines) const;
  [[nodiscard]] long long update_old_rows(LineRange lines) const;
  long long fill_new_rows(LineRange lines) const;  ///< what was left out for a while
  void forget_new_rows() const;

  /// Rows of the file that are in the table by no key: a trigger or a rule has kept them out.
  [[nodiscard]] long long count_missing() const;

  /// The rows of the table that are not in any of `stages`, which are all of this table.
  [[nodiscard]] static long long count_others(Session& session,
                                              const std::vector<const SeedStage*>& stages);
  [[nodiscard]] static long long delete_others(Session& session,
                                               const std::vector<const SeedStage*>& stages);

  /// Sequences that give defaults to columns of the file go on behind the values in the table.
  void move_sequences() const;

 private:
  [[nodiscard]] std::string quoted(const std::string& name) const;
  [[nodiscard]] std::string insert_sql(const std::string& condition,
                                       const std::vector<std::string>& late_columns) const;
  /// @return empty where all columns are the key's
  [[nodiscard]] std::string update_sql(const std::string& condition) const;
  [[nodiscard]] long long send(const std::string& sql) const;
  [[nodiscard]] std::string new_rows() const;

  Session& session_;
  const SeedStage& stage_;
  const FittedSeed& fitted_;
  SqlDialect dialect_;
};

}  // namespace aludel
