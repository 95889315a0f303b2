#pragma once

#include <string>

#include "catalog/operation.hpp"

namespace aludel {

class RelationNames;

/// How a dialect reads names, and what it does unasked.
struct Rules {
  std::string dialect = {};  ///< "sqlite", "postgresql": whose Execute is meant
  bool folds_case = false;   ///< names differ by more than the case of ASCII letters (SQLite)
  bool column_takes_its_users = false;   ///< DROP COLUMN drops constraints and indexes that name it
                                         ///< (PostgreSQL); else it is refused while they are there
  bool foreign_keys_may_dangle = false;  ///< a table referred to may be made later (SQLite)
  /// The names that may be taken, for who applies many operations to one catalog and tells it of
  /// each; null: the whole catalog is looked through each time. Not owned.
  RelationNames* relations = nullptr;
};

/// What `catalog` is after `operation`. Pure; `catalog` stays as it was where it throws. Execute,
/// BulkInsert, Backfill, Verify and RefreshView change nothing that a catalog holds.
///
/// What goes with an object goes here too: its comments, grants, triggers, policies, owned
/// sequences; renames are followed in constraints, indexes, foreign keys of other tables, and in
/// the texts of expressions, views and triggers.
///
/// @param operation  bound to the dialect (`ObjectFunctions::bound`) where it is to match what
///                   inspection gives
/// @throws Error(bad_operation): an object that is not there (the nearest name in `hint`), or that
/// is
///         there already, or that others still need; without a place, which the caller knows
void apply(Catalog& catalog, const Operation& operation, const Rules& rules);

}  // namespace aludel
