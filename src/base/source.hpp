#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"

namespace aludel {

/// Bytes [begin, end) of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }
  bool operator==(const Span&) const = default;
};

/// A text and the name a user knows it by; turns byte offsets into places to show.
/// The text is normalised once, here: a leading BOM is dropped and CRLF becomes LF, so that lexing,
/// digesting and sending all see the same bytes whatever editor wrote the file.
class SourceText {
 public:
  SourceText() = default;
  SourceText(std::string name, std::string text);
  /// A text that was made from another one.
  /// @param lines  for each line of `text` the line of the file `name` that it comes from
  SourceText(std::string name, std::string text, std::vector<int> lines);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string_view slice(Span span) const {
    return std::string_view(text_).substr(span.begin, span.size());
  }

  /// The line (from 1) that holds byte `offset`; `offset` may be the text's size.
  [[nodiscard]] int line_of(std::size_t offset) const;
  /// A place to show for `span`; a span over several lines is underlined to the end of its first
  /// line.
  [[nodiscard]] Place place(Span span, std::string label = {}) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<int> lines_;                // empty: the text is the file
  std::vector<std::size_t> line_begins_;  // but the first's
};

/// Offset of the first byte that is not UTF-8 (RFC 3629: no surrogates, no overlong forms), or
/// npos.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);

/// Byte offset of the character with index `count` (from 0) at or after `start`; the text's size if
/// there are fewer. PostgreSQL reports positions in characters.
[[nodiscard]] std::size_t offset_of_character(std::string_view text, std::size_t count);

/// Number of characters (code points) in `text`.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace aludel
