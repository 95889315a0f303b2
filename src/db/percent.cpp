#include "db/percent.hpp"

#include "base/text.hpp"

namespace aludel {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte that %XX at `at` stands for; -1 where there is none.
int escape_at(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

void append_encoded(std::string& result, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  if (is_word(c) || c == '-' || c == '.' || c == '~') {
    result += c;
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  result += '%';
  result += digits[byte >> 4U];
  result += digits[byte & 0xFU];
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string result;
  for (const char c : text) append_encoded(result, c);
  return result;
}

std::string percent_encode_rest(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && escape_at(text, i) > 0) {
      result += '%';
    } else {
      append_encoded(result, text[i]);
    }
  }
  return result;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int byte = escape_at(text, i);
    if (byte <= 0) return std::nullopt;
    result += static_cast<char>(byte);
    i += 2;
  }
  return result;
}

}  // namespace aludel
