#include "catalog/cpp_code.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/source.hpp"

namespace aludel {

namespace {

constexpr std::size_t columns = 100;

void add_on_one_line(std::string& out, const CppCode& code) {
  out += code.head;
  if (!code.brackets.empty()) {
    out += code.brackets.front();
    for (std::size_t i = 0; i < code.parts.size(); ++i) {
      if (i > 0) out += ", ";
      add_on_one_line(out, code.parts[i]);
    }
    out += code.brackets.back();
  }
  out += code.tail;
}

std::size_t column_of_end(const std::string& text) {
  const std::size_t line = text.rfind('\n');
  return text.size() - (line == std::string::npos ? 0 : line + 1);
}

void add(std::string& out, const CppCode& code) {
  constexpr std::size_t for_closing_brackets = 3;
  const std::size_t begin = out.size();
  const std::size_t column = column_of_end(out);
  add_on_one_line(out, code);
  const bool is_one_line = out.find('\n', begin) == std::string::npos;
  if (code.parts.empty() ||
      (is_one_line && column + out.size() - begin + for_closing_brackets <= columns))
    return;
  out.resize(begin);
  out += code.head + code.brackets.front();
  const std::string indent(column_of_end(out), ' ');
  for (std::size_t i = 0; i < code.parts.size(); ++i) {
    if (i > 0) out += ",\n" + indent;
    add(out, code.parts[i]);
  }
  out += code.brackets.back() + code.tail;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// A raw literal keeps line ends as they are, and shows what else there is.
bool can_be_raw(std::string_view text) {
  return find_invalid_utf8(text) == std::string_view::npos &&
         std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\n' && c != '\t'; });
}

std::string raw_string(std::string_view text) {
  std::string mark = text.contains('\n') ? "sql" : "";
  while (text.contains(")" + mark + "\"")) mark += "_";
  return fmt::format("R\"{0}({1}){0}\"", mark, text);
}

/// Three octal digits end by themselves, whatever follows.
std::string escaped_string(std::string_view text) {
  const bool is_utf8 = find_invalid_utf8(text) == std::string_view::npos;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_control(c) || (!is_utf8 && static_cast<unsigned char>(c) >= 0x80)) {
      out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string laid_out(const CppCode& code) {
  std::string out;
  add(out, code);
  return out;
}

std::string cpp_string(std::string_view text) {
  if (text.contains('\0'))
    return fmt::format("std::string({}, {})", escaped_string(text), text.size());
  const bool wants_raw = text.find_first_of("\n\"\\") != std::string_view::npos;
  return wants_raw && can_be_raw(text) ? raw_string(text) : escaped_string(text);
}

CppMembers& CppMembers::add(std::string_view name, CppCode value) {
  value.head = fmt::format(".{} = {}", name, value.head);
  members_.push_back(std::move(value));
  return *this;
}

CppMembers& CppMembers::text(std::string_view name, const std::string& value) {
  return value.empty() ? *this : add(name, cpp_string(value));
}

CppMembers& CppMembers::flag(std::string_view name, bool value, bool usual) {
  return value == usual ? *this : add(name, std::string(value ? "true" : "false"));
}

}  // namespace aludel
