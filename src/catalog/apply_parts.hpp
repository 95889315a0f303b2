#pragma once

#include <string>

#include "catalog/apply.hpp"

namespace aludel {

// What each operation does to a catalog. All that can be wrong is looked at before anything is
// changed. Grouped as in the files apply_*.cpp.

void apply_one(Catalog& catalog, const CreateTable& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropTable& operation, const Rules& rules);
void apply_one(Catalog& catalog, const RenameTable& operation, const Rules& rules);
void apply_one(Catalog& catalog, const AlterTable& operation, const Rules& rules);
void apply_one(Catalog& catalog, const AttachPartition& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DetachPartition& operation, const Rules& rules);

void apply_one(Catalog& catalog, const CreateIndex& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropIndex& operation, const Rules& rules);
void apply_one(Catalog& catalog, const RenameIndex& operation, const Rules& rules);

void apply_one(Catalog& catalog, const CreateEnum& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropEnum& operation, const Rules& rules);
void apply_one(Catalog& catalog, const AddEnumValue& operation, const Rules& rules);
void apply_one(Catalog& catalog, const RenameEnumValue& operation, const Rules& rules);
void apply_one(Catalog& catalog, const RemoveEnumValue& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateDomain& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropDomain& operation, const Rules& rules);

void apply_one(Catalog& catalog, const CreateSchema& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropSchema& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateExtension& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropExtension& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateSequence& operation, const Rules& rules);
void apply_one(Catalog& catalog, const AlterSequence& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropSequence& operation, const Rules& rules);

void apply_one(Catalog& catalog, const CreateView& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropView& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateFunction& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropFunction& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateTrigger& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropTrigger& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreatePolicy& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropPolicy& operation, const Rules& rules);

void apply_one(Catalog& catalog, const CreateComposite& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropComposite& operation, const Rules& rules);
void apply_one(Catalog& catalog, const AlterObject& operation, const Rules& rules);
void apply_one(Catalog& catalog, const CreateObject& operation, const Rules& rules);
void apply_one(Catalog& catalog, const DropObject& operation, const Rules& rules);
void apply_one(Catalog& catalog, const ChangeSetting& operation, const Rules& rules);

void apply_one(Catalog& catalog, const GrantPrivileges& operation, const Rules& rules);
void apply_one(Catalog& catalog, const RevokePrivileges& operation, const Rules& rules);
void apply_one(Catalog& catalog, const SetComment& operation, const Rules& rules);

/// Where the comment of an object is kept.
/// @throws Error(bad_operation) where there is no such object
[[nodiscard]] std::string& comment_of(Catalog& catalog, const SetComment& which,
                                      const Rules& rules);

// They change rows alone, if anything that a catalog knows of.
inline void apply_one(Catalog&, const RefreshView&, const Rules&) {}
inline void apply_one(Catalog&, const Execute&, const Rules&) {}
void apply_one(Catalog& catalog, const BulkInsert& operation, const Rules& rules);
void apply_one(Catalog& catalog, const Backfill& operation, const Rules& rules);
inline void apply_one(Catalog&, const Verify&, const Rules&) {}

}  // namespace aludel
