#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/code.hpp"
#include "base/source.hpp"

namespace aludel {

/// The whole file as bytes. @throws Error(`code`) with the system's reason; a folder, a device or a
/// pipe is refused too.
[[nodiscard]] std::string read_file(const std::filesystem::path& path, Code code);

/// The whole file as UTF-8 text, named `name` (its shown_path where none is given). @throws
/// Error(`code`) also with the place of the first byte that is not UTF-8.
[[nodiscard]] SourceText read_text(const std::filesystem::path& path, Code code,
                                   std::string name = {});

/// Writes a new file; never replaces one. @throws Error(file_exists) or
/// Error(revision_file_unreadable).
void write_new_file(const std::filesystem::path& path, std::string_view text);

/// Makes a folder and those above it, where they are missing. @throws Error(`code`)
void create_folders(const std::filesystem::path& folder, Code code);

/// `path` as a person in the current directory would type it: relative where that is shorter.
[[nodiscard]] std::string shown_path(const std::filesystem::path& path);

/// The file that a symbolic link stands for, be it there or not; any other path as it is. To be
/// asked before a file is removed or renamed: that would be done to the link.
[[nodiscard]] std::filesystem::path behind_links(std::filesystem::path path);

}  // namespace aludel
