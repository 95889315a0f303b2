#include "dialect/sqlite/type_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace aludel::sqlite {

namespace {

using Kind = Type::Kind;

struct DeclaredKind {
  Kind kind;
  std::string_view declared;
  std::string_view strict;
};

/// The first of a declared name is the one that it is read as.
constexpr std::array kinds{
    DeclaredKind{Kind::boolean, "BOOLEAN", "INTEGER"},
    DeclaredKind{Kind::small_int, "SMALLINT", "INTEGER"},
    DeclaredKind{Kind::integer, "INTEGER", "INTEGER"},
    DeclaredKind{Kind::big_int, "BIGINT", "INTEGER"},
    DeclaredKind{Kind::real, "REAL", "REAL"},
    DeclaredKind{Kind::double_precision, "DOUBLE PRECISION", "REAL"},
    DeclaredKind{Kind::numeric, "NUMERIC", "REAL"},
    DeclaredKind{Kind::text, "TEXT", "TEXT"},
    DeclaredKind{Kind::varchar, "VARCHAR", "TEXT"},
    DeclaredKind{Kind::character, "CHAR", "TEXT"},
    DeclaredKind{Kind::bytes, "BLOB", "BLOB"},
    DeclaredKind{Kind::date, "DATE", "TEXT"},
    DeclaredKind{Kind::time, "TIME", "TEXT"},
    DeclaredKind{Kind::timestamp, "TIMESTAMP", "TEXT"},
    DeclaredKind{Kind::timestamp_tz, "TIMESTAMP", "TEXT"},
    DeclaredKind{Kind::interval, "TEXT", "TEXT"},
    DeclaredKind{Kind::uuid, "CHAR(36)", "TEXT"},
    DeclaredKind{Kind::json, "TEXT", "TEXT"},
    DeclaredKind{Kind::jsonb, "TEXT", "TEXT"},
};

bool takes_sizes(Kind kind) {
  return kind == Kind::numeric || kind == Kind::varchar || kind == Kind::character ||
         kind == Kind::time || kind == Kind::timestamp || kind == Kind::timestamp_tz;
}

std::string with_sizes(const Type& type, std::string_view name) {
  std::string declared(name);
  if (!takes_sizes(type.kind) || !type.size) return declared;
  declared += "(" + std::to_string(*type.size);
  if (type.kind == Kind::numeric) declared += ", " + std::to_string(type.scale.value_or(0));
  return declared + ")";
}

/// "(12, 2)" -> 12 and 2; none where it is anything else.
std::optional<std::vector<int>> sizes_of(std::string_view text) {
  if (!text.ends_with(')')) return std::nullopt;
  std::vector<int> sizes;
  for (const std::string& part : split(text.substr(1, text.size() - 2), ',')) {
    int size = 0;
    const char* end = part.data() + part.size();
    if (std::from_chars(part.data(), end, size).ptr != end || part.empty()) return std::nullopt;
    sizes.push_back(size);
  }
  return sizes;
}

/// As one would write it: single blanks between the words.
std::string with_single_blanks(std::string_view text) {
  std::string single;
  for (const char c : trim(text)) {
    if (!is_space(c)) {
      single += c;
    } else if (single.back() != ' ') {
      single += ' ';
    }
  }
  return single;
}

}  // namespace

Affinity affinity_of(std::string_view declared) {
  const std::string name = lower(declared);
  const auto holds = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (holds("int")) return Affinity::integer;
  if (holds("char") || holds("clob") || holds("text")) return Affinity::text;
  if (holds("blob") || name.empty()) return Affinity::blob;
  if (holds("real") || holds("floa") || holds("doub")) return Affinity::real;
  return Affinity::numeric;
}

std::string declared_type(const Type& type, bool strict) {
  for (const auto& [database, sql] : type.own) {
    if (database == "sqlite") return with_single_blanks(sql);
  }
  if (type.kind == Kind::named) return with_single_blanks(type.name);
  const auto* found = std::ranges::find(kinds, type.kind, &DeclaredKind::kind);
  return strict ? std::string(found->strict) : with_sizes(type, found->declared);
}

Type type_declared(std::string_view declared) {
  const std::string text = with_single_blanks(declared);
  const std::size_t parenthesis = std::min(text.find('('), text.size());
  const std::string_view name = trim(std::string_view(text).substr(0, parenthesis));
  const auto* found = std::ranges::find_if(
      kinds, [&](const DeclaredKind& kind) { return equal_ignoring_case(kind.declared, name); });
  if (found == kinds.end()) return named(text);
  Type type{.kind = found->kind};
  if (parenthesis == text.size()) return type;
  const auto sizes = sizes_of(std::string_view(text).substr(parenthesis));
  const std::size_t most = type.kind == Kind::numeric ? 2 : 1;
  if (!takes_sizes(type.kind) || !sizes || sizes->size() > most) return named(text);
  type.size = sizes->front();
  if (type.kind == Kind::numeric) type.scale = sizes->size() > 1 ? sizes->back() : 0;
  return type;
}

}  // namespace aludel::sqlite
