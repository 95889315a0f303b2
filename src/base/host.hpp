#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace aludel {

[[nodiscard]] std::string host_name();
/// Login name of the user this process runs as; the number where it has no name.
[[nodiscard]] std::string user_name();
[[nodiscard]] long process_id();
/// Whether a process with this id runs on this machine.
[[nodiscard]] bool is_running(long process);
/// Whether one of the process's open files is `file`; none where they cannot be seen.
[[nodiscard]] std::optional<bool> has_open(long process, const std::string& file);
/// That it runs, and may have `file` open: false where its open files can be seen, and that is not
/// among them (it ended and was not waited for, or another program has its id by now).
[[nodiscard]] bool may_use(long process, const std::string& file);
/// `bytes` random bytes from the system as lower-case hexadecimal digits.
[[nodiscard]] std::string random_hex(std::size_t bytes);
/// "2026-11-21 10:00:00+00:00"
[[nodiscard]] std::string utc_timestamp(std::chrono::system_clock::time_point time);

}  // namespace aludel
