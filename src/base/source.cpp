#include "base/source.hpp"

#include <algorithm>
#include <utility>

namespace aludel {

namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

void normalise(std::string& text) {
  constexpr std::string_view bom = "\xEF\xBB\xBF";
  if (std::string_view(text).starts_with(bom)) text.erase(0, bom.size());
  if (text.find('\r') == std::string::npos) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    text[kept++] = text[i];
  }
  text.resize(kept);
}

}  // namespace

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  normalise(text_);
  for (std::size_t end = text_.find('\n'); end != std::string::npos;
       end = text_.find('\n', end + 1))
    line_begins_.push_back(end + 1);
}

SourceText::SourceText(std::string name, std::string text, std::vector<int> lines)
    : SourceText(std::move(name), std::move(text)) {
  lines_ = std::move(lines);
}

int SourceText::line_of(std::size_t offset) const {
  const auto line = std::ranges::upper_bound(line_begins_, offset) - line_begins_.begin();
  if (lines_.empty()) return 1 + static_cast<int>(line);
  return lines_[std::min(static_cast<std::size_t>(line), lines_.size() - 1)];
}

Place SourceText::place(Span span, std::string label) const {
  const std::size_t begin = std::min(span.begin, text_.size());
  const std::size_t before = begin == 0 ? std::string::npos : text_.rfind('\n', begin - 1);
  const std::size_t line_begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text_.find('\n', begin), text_.size());
  const std::string_view text = text_;
  Place place;
  place.file = name_;
  place.line = line_of(begin);
  place.column = 1 + static_cast<int>(character_count(text.substr(line_begin, begin - line_begin)));
  place.excerpt = text.substr(line_begin, line_end - line_begin);
  const std::size_t shown_end = std::clamp(span.end, begin, line_end);
  place.length =
      std::max(1, static_cast<int>(character_count(text.substr(begin, shown_end - begin))));
  place.label = std::move(label);
  return place;
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    unsigned code = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
      code = lead & 0x1FU;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      code = lead & 0x0FU;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      code = lead & 0x07U;
    } else {
      return i;
    }
    if (i + length > text.size()) return i;
    for (std::size_t k = 1; k < length; ++k) {
      if (!is_continuation(text[i + k])) return i;
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (overlong || surrogate || code > 0x10FFFF) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::size_t offset_of_character(std::string_view text, std::size_t count) {
  std::size_t offset = 0;
  while (offset < text.size() && count > 0) {
    ++offset;
    while (offset < text.size() && is_continuation(text[offset])) ++offset;
    --count;
  }
  return offset;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

}  // namespace aludel
