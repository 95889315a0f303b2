#pragma once

#include <source_location>
#include <string>
#include <vector>

#include "catalog/naming.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// An operation as a program wrote it, and where.
struct RecordedOperation {
  Operation operation;
  std::source_location at;
  /// Of an AlterTable: where each of its changes was written.
  std::vector<std::source_location> changes_at = {};
};

/// What calls of an `Operations` leave behind. Consecutive changes of one table are one AlterTable.
struct Recording {
  std::string dialect;  ///< which database it is for
  NamingConvention naming = {};
  std::vector<RecordedOperation> operations = {};

  void add(Operation operation, std::source_location at);
};

}  // namespace aludel
