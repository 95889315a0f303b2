#pragma once

#include <chrono>
#include <string>

namespace aludel {

[[nodiscard]] std::string host_name();
/// Login name of the user this process runs as; the number where it has no name.
[[nodiscard]] std::string user_name();
[[nodiscard]] long process_id();
/// Whether a process with this id runs on this machine.
[[nodiscard]] bool is_running(long process);
/// `bytes` random bytes from the system as lower-case hexadecimal digits.
[[nodiscard]] std::string random_hex(std::size_t bytes);
/// "2026-11-21 10:00:00+00:00"
[[nodiscard]] std::string utc_timestamp(std::chrono::system_clock::time_point time);

}  // namespace aludel
