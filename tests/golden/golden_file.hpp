#pragma once

#include <filesystem>
#include <string>

namespace aludel {

/// A file of the corpus: a sentence that names the behaviour, a line "=== input", the input, and
/// what comes out, from the next line that begins with "=== " on.
struct GoldenFile {
  std::filesystem::path path;
  std::string head;      ///< up to the end of the input, without its last line end
  std::string input;     ///< without its last line end
  std::string expected;  ///< what comes out
};

/// @throws std::runtime_error where there is no input
[[nodiscard]] GoldenFile read_golden(const std::filesystem::path& path);

/// The same where the input is in the test: `head` is how the file must begin. What comes out is
/// empty where there is no such file yet, and the whole file where it begins otherwise.
[[nodiscard]] GoldenFile golden_for(const std::filesystem::path& path, const std::string& head);

/// "=== title", the text, a line end.
[[nodiscard]] std::string golden_section(const std::string& title, std::string_view text);

/// Fails the test where `got` is not what the file expects; with ALUDEL_UPDATE_GOLDEN=1 in the
/// environment the file is rewritten instead.
void expect_golden(const GoldenFile& file, const std::string& got);

}  // namespace aludel
