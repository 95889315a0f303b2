#pragma once

namespace aludel {

/// From now on a write beyond the limit of a file's size (`ulimit -f`) is an error of that write;
/// by default its signal ends the process without a word. For the whole process.
void survive_file_limit();

/// True where a write was beyond that limit since this was asked last.
[[nodiscard]] bool file_limit_was_reached();

}  // namespace aludel
