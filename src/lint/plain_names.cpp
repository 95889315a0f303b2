#include "lint/plain_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

void add_utf8(std::string& text, unsigned point) {
  const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
  if (point < 0x80) return add(point);
  if (point < 0x800) {
    add(0xC0 | (point >> 6));
  } else if (point < 0x10000) {
    add(0xE0 | (point >> 12));
    add(0x80 | ((point >> 6) & 0x3F));
  } else {
    add(0xF0 | ((point >> 18) & 0x07));
    add(0x80 | ((point >> 12) & 0x3F));
    add(0x80 | ((point >> 6) & 0x3F));
  }
  add(0x80 | (point & 0x3F));
}

std::optional<unsigned> hexadecimal(std::string_view digits, std::size_t length) {
  unsigned number = 0;
  if (digits.size() < length) return std::nullopt;
  const char* end = digits.data() + length;
  const auto [stop, error] = std::from_chars(digits.data(), end, number, 16);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

/// PostgreSQL manual, "Lexical Structure": \XXXX, \+XXXXXX, a doubled escape; pairs of surrogates
/// are one character. Nothing where the server refuses it.
std::optional<std::string> without_escapes(std::string_view text, char escape) {
  std::string name;
  unsigned high = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != escape) {
      name += text[at++];
      continue;
    }
    ++at;
    if (at < text.size() && text[at] == escape) {
      name += text[at++];
      continue;
    }
    const bool long_form = at < text.size() && text[at] == '+';
    at += long_form ? 1 : 0;
    const std::size_t length = long_form ? 6 : 4;
    const auto point = hexadecimal(text.substr(std::min(at, text.size())), length);
    if (!point) return std::nullopt;
    at += length;
    if (*point >= 0xD800 && *point < 0xDC00) {
      high = *point;
    } else if (*point >= 0xDC00 && *point < 0xE000) {
      add_utf8(name, 0x10000 + ((high & 0x3FF) << 10) + (*point & 0x3FF));
    } else {
      add_utf8(name, *point);
    }
  }
  return name;
}

bool has_unicode_prefix(std::string_view text) {
  return text.size() > 3 && (text[0] == 'U' || text[0] == 'u') && text[1] == '&' && text[2] == '"';
}

// Behind these SQLite's grammar wants a name.
constexpr std::array<std::string_view, 14> before_names{
    "table",  "exists", "into", "from", "update",  "join",   "to",
    "column", "add",    "drop", ".",    "trigger", "rename", "references"};

class Rewriter {
 public:
  Rewriter(const SourceText& source, std::span<const Token> tokens, SqlDialect dialect)
      : source_(source), tokens_(tokens), dialect_(dialect) {}

  std::optional<std::string> text() {
    std::size_t sent = 0;
    std::string result;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      std::size_t last = at;
      const std::optional<std::string> name =
          dialect_ == SqlDialect::sqlite ? string_name(at) : unicode_name(at, last);
      if (!name) continue;
      const std::size_t begin = sent == 0 ? tokens_.front().span.begin : sent;
      result += source_.slice({begin, tokens_[at].span.begin});
      result += quote_identifier(*name, dialect_);
      sent = tokens_[last].span.end;
      at = last;
    }
    if (sent == 0) return std::nullopt;
    return result + std::string(source_.slice({sent, tokens_.back().span.end}));
  }

 private:
  [[nodiscard]] std::string_view at(std::size_t index) const {
    return source_.slice(tokens_[index].span);
  }

  [[nodiscard]] std::optional<std::string> unicode_name(std::size_t index,
                                                        std::size_t& last) const {
    const std::string_view written = at(index);
    if (tokens_[index].kind != TokenKind::quoted_identifier || !has_unicode_prefix(written))
      return std::nullopt;
    char escape = '\\';
    if (index + 2 < tokens_.size() && equal_ignoring_case(at(index + 1), "UESCAPE") &&
        at(index + 2).size() == 3) {
      escape = at(index + 2)[1];
      last = index + 2;
    }
    const std::string inside =
        replace_all(std::string(written.substr(3, written.size() - 4)), "\"\"", "\"");
    return without_escapes(inside, escape);
  }

  [[nodiscard]] std::optional<std::string> string_name(std::size_t index) const {
    const std::string_view written = at(index);
    if (index == 0 || tokens_[index].kind != TokenKind::string || !written.starts_with('\''))
      return std::nullopt;
    const std::string before = lower(at(index - 1));
    const bool distinct = index > 1 && equal_ignoring_case(at(index - 2), "DISTINCT");
    const bool on = before == "on" && equal_ignoring_case(at(0), "CREATE");
    const bool or_word = index == 3 && equal_ignoring_case(at(1), "OR");  // UPDATE OR IGNORE 'p'
    const bool named =
        on || or_word || std::ranges::find(before_names, before) != before_names.end();
    if (!named || (before == "from" && distinct)) return std::nullopt;
    return replace_all(std::string(written.substr(1, written.size() - 2)), "''", "'");
  }

  const SourceText& source_;
  std::span<const Token> tokens_;
  SqlDialect dialect_;
};

}  // namespace

std::optional<std::string> with_plain_names(const SourceText& source, std::span<const Token> tokens,
                                            SqlDialect dialect) {
  if (tokens.empty()) return std::nullopt;
  return Rewriter(source, tokens, dialect).text();
}

}  // namespace aludel
