#include "revision/name_rules.hpp"

#include <algorithm>
#include <array>

#include "base/source.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::array<std::string_view, 4> reserved{"head", "heads", "base", "current"};
constexpr std::size_t longest = 255;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
}

}  // namespace

std::string why_not_a_name(std::string_view name, RevisionKind kind) {
  if (name.empty()) return "is empty";
  if (std::ranges::find(reserved, name) != reserved.end()) {
    return "is a word that targets give a meaning of its own (head, heads, base, current)";
  }
  if (find_invalid_utf8(name) != std::string_view::npos) return "is not UTF-8";
  for (const char c : name) {
    if (is_space(c)) return "holds white space";
    if (is_control(c)) return "holds a control character";
    const std::string_view forbidden = kind == RevisionKind::alembic ? "@+-:," : "@+-:,/\\";
    if (forbidden.find(c) != std::string_view::npos) {
      return std::string("holds `") + c + "`, which has a meaning in " +
             (c == ','                  ? "lists"
              : (c == '/' || c == '\\') ? "file names"
                                        : "targets");
    }
  }
  if (const std::size_t length = character_count(name); length > longest) {
    return "has " + counted(static_cast<long long>(length), "character") +
           "; the version table holds 255";
  }
  return {};
}

}  // namespace aludel
