#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel {

// ASCII only, whatever the locale: identifiers, keywords and settings are compared with these.
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool is_space(char c);
[[nodiscard]] bool is_digit(char c);
[[nodiscard]] bool is_word(char c);  ///< letter, digit or underscore

[[nodiscard]] std::vector<std::string> split(std::string_view text,
                                             char separator);  ///< parts are trimmed
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// `text` as one word for a POSIX shell: as it is where that is safe, else in single quotes.
[[nodiscard]] std::string shell_quoted(std::string_view text);

/// "1 revision", "3 revisions"; `plural` is only needed where it is not the word with an s.
[[nodiscard]] std::string counted(long long count, std::string_view word,
                                  std::string_view plural = {});

/// "1,200,000"
[[nodiscard]] std::string with_commas(long long number);

/// Optimal string alignment distance: insert, delete, replace, swap of neighbours, each one.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that was probably meant by `word`: the nearest by edit distance, near enough to be
/// a typing mistake (at most a third of its length, at least 1), compared without case. None if
/// nothing is near. Ties: the first.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> candidates);

/// "did you mean `status`?" or, where nothing is near, "".
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string> candidates);

}  // namespace aludel
