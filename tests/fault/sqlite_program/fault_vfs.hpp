#pragma once

#include "fault/sqlite_program/fault_plan.hpp"

namespace aludel::testing {

/// Puts a disk that does `plan` between SQLite and the real one, for this whole process. Nothing is
/// really synced: what a power cut would take away is kept apart.
void install_fault_vfs(const DiskPlan& plan);

}  // namespace aludel::testing
