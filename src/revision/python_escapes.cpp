#include "revision/python_escapes.hpp"

#include <charconv>
#include <cstddef>

namespace aludel {

namespace {

void append_utf8(std::string& text, unsigned code) {
  const auto byte = [&](unsigned value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | (code >> 6U));
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3FU));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

std::optional<unsigned> number(std::string_view digits, std::size_t wanted, int base) {
  unsigned code = 0;
  if (digits.size() != wanted) return std::nullopt;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + wanted, code, base);
  const bool is_character = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (problem != std::errc() || end != digits.data() + wanted || !is_character) return std::nullopt;
  return code;
}

std::size_t hex_digits(char kind) {
  switch (kind) {
    case 'x': return 2;
    case 'u': return 4;
    case 'U': return 8;
    default: return 0;
  }
}

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

/// The character that a one-letter escape means; NUL for none.
char simple_escape(char c) {
  constexpr std::string_view letters = "abfnrtv\\'\"";
  constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
  const std::size_t index = letters.find(c);
  return index == std::string_view::npos ? '\0' : meanings[index];
}

}  // namespace

std::optional<std::string> decode_python_escapes(std::string_view content) {
  std::string text;
  text.reserve(content.size());
  for (std::size_t at = 0; at < content.size(); ++at) {
    if (content[at] != '\\' || at + 1 == content.size()) {
      text += content[at];
      continue;
    }
    const char kind = content[++at];
    if (kind == '\n') continue;
    if (const std::size_t digits = hex_digits(kind)) {
      const auto code = number(content.substr(at + 1, digits), digits, 16);
      if (!code) return std::nullopt;
      append_utf8(text, *code);
      at += digits;
    } else if (is_octal(kind)) {
      std::size_t length = 1;
      while (length < 3 && at + length < content.size() && is_octal(content[at + length])) ++length;
      const auto code = number(content.substr(at, length), length, 8);
      if (!code) return std::nullopt;
      append_utf8(text, *code);
      at += length - 1;
    } else if (const char meaning = simple_escape(kind); meaning != '\0') {
      text += meaning;
    } else {
      text += '\\';
      text += kind;
    }
  }
  return text;
}

}  // namespace aludel
