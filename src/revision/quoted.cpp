#include "revision/quoted.hpp"

#include <algorithm>

#include "base/source.hpp"

namespace aludel {

namespace {

constexpr std::size_t shown_at_most = 80;

void append_escaped(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  to += "\\x";
  to += digits[byte / 16];
  to += digits[byte % 16];
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string shown = "`";
  std::size_t bad = find_invalid_utf8(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (i >= shown_at_most && (starts_character || i >= bad)) {
      shown += "…";
      break;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i == bad) {
      append_escaped(shown, text[i]);
      const std::size_t next = find_invalid_utf8(text.substr(i + 1));
      bad = next == std::string_view::npos ? next : i + 1 + next;
    } else if (byte < 0x20 || byte == 0x7F) {
      append_escaped(shown, text[i]);
    } else {
      shown += text[i];
    }
  }
  return shown += '`';
}

}  // namespace aludel
