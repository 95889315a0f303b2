#pragma once

#include <cstdint>
#include <string>

namespace aludel::testing {

/// What the disk below the program does wrong.
enum class DiskFault {
  none,      ///< nothing: the calls are only counted
  full,      ///< from the call on no file grows any more
  io_error,  ///< the call fails, and those behind it work again
  dead,      ///< the call fails, and all behind it
  kill,      ///< the program is killed before the call
  power,     ///< the same, and what was not synced is lost, or a part of it
};

/// Told by the environment: ALUDEL_DISK_FAULT, ALUDEL_DISK_AT (the call, from 1),
/// ALUDEL_DISK_SEED (which part of what was not synced is on the disk), ALUDEL_DISK_LOG (a file
/// that gets a line for each call; with a fault, one line when it strikes).
struct DiskPlan {
  DiskFault fault = DiskFault::none;
  long at = 0;
  std::uint32_t seed = 0;
  std::string log;
};

}  // namespace aludel::testing
