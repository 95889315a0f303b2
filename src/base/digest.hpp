#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/code.hpp"

namespace aludel {

/// SHA-256 (FIPS 180-4) of `bytes`.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view bytes);

/// The same as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The same of what comes in pieces. `next` puts one into its argument, which is empty; false:
/// there is none.
[[nodiscard]] std::string sha256_hex_of_pieces(const std::function<bool(std::string& piece)>& next);

/// MD5 (RFC 1321) as 32 lower-case hexadecimal digits: for names that others cut by it, never to
/// tell contents apart.
[[nodiscard]] std::string md5_hex(std::string_view bytes);

/// SHA-256 of a whole file, which is read in pieces. `read_so_far` is told of each piece; what it
/// throws ends the reading.
/// @throws Error(`code`) where the file cannot be read
[[nodiscard]] std::string sha256_hex_of_file(
    const std::filesystem::path& path, Code code,
    const std::function<void(std::size_t piece)>& read_so_far);

}  // namespace aludel
