#pragma once

#include <string>
#include <vector>

#include "aludel/operations.hpp"

namespace aludel::samples {

/// Something that a revision can say. Its corpus file is `subject/name.test`; the same sample is
/// run on real databases by tests/db/golden_operations_test.cpp.
struct Sample {
  std::string subject;
  std::string name;
  std::string sentence;           ///< the behaviour
  void (*given)(Operations& op);  ///< what makes the state that it meets
  void (*said)(Operations& op);
  /// Why the database tells what is there behind it otherwise than `apply` does; empty: it does
  /// not.
  std::string told_otherwise = {};
};

[[nodiscard]] std::vector<Sample> all_samples();
/// Of all samples, each once, sorted.
[[nodiscard]] std::vector<std::string> all_subjects();

[[nodiscard]] std::vector<Sample> tables();
[[nodiscard]] std::vector<Sample> table_kinds();
[[nodiscard]] std::vector<Sample> columns();
[[nodiscard]] std::vector<Sample> altered_columns();
[[nodiscard]] std::vector<Sample> constraints();
[[nodiscard]] std::vector<Sample> dropped_constraints();
[[nodiscard]] std::vector<Sample> rebuilds();
[[nodiscard]] std::vector<Sample> indexes();
[[nodiscard]] std::vector<Sample> settings();
[[nodiscard]] std::vector<Sample> partitions();
[[nodiscard]] std::vector<Sample> schemas();
[[nodiscard]] std::vector<Sample> types();
[[nodiscard]] std::vector<Sample> sequences();
[[nodiscard]] std::vector<Sample> views();
[[nodiscard]] std::vector<Sample> functions();
[[nodiscard]] std::vector<Sample> rights();
[[nodiscard]] std::vector<Sample> rows();
[[nodiscard]] std::vector<Sample> objects();
[[nodiscard]] std::vector<Sample> mistakes();

/// Two assets with two prices each: `assets` and, with a foreign key to it, `prices`.
void shop(Operations& op);
/// `assets` alone, of the same columns.
void assets(Operations& op);
/// Nothing is there.
void nothing(Operations& op);

[[nodiscard]] inline bool is_postgresql(const Operations& op) {
  return op.dialect() == "postgresql";
}

}  // namespace aludel::samples
