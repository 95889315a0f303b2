#include "catalog/type_meaning.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace aludel {

namespace {

using Kind = Type::Kind;
using Name = std::pair<std::string_view, Kind>;

constexpr std::array names{
    Name{"int", Kind::integer},
    Name{"integer", Kind::integer},
    Name{"smallint", Kind::small_int},
    Name{"bigint", Kind::big_int},
    Name{"boolean", Kind::boolean},
    Name{"bool", Kind::boolean},
    Name{"real", Kind::real},
    Name{"numeric", Kind::numeric},
    Name{"decimal", Kind::numeric},
    Name{"double precision", Kind::double_precision},
    Name{"text", Kind::text},
    Name{"varchar", Kind::varchar},
    Name{"character varying", Kind::varchar},
    Name{"date", Kind::date},
    Name{"timestamp", Kind::timestamp},
    Name{"uuid", Kind::uuid},
};

bool is_integer(Kind kind) {
  return kind == Kind::small_int || kind == Kind::integer || kind == Kind::big_int;
}

bool is_text(Kind kind) {
  return kind == Kind::text || kind == Kind::varchar;
}

/// SQLite's five rules for what a declared type does to values.
std::string_view affinity(const Type& type) {
  switch (type.kind) {
    case Kind::named: break;
    case Kind::small_int:
    case Kind::integer:
    case Kind::big_int: return "integer";
    case Kind::text:
    case Kind::varchar:
    case Kind::character: return "text";
    case Kind::bytes: return "blob";
    case Kind::real:
    case Kind::double_precision: return "real";
    case Kind::boolean:
    case Kind::numeric: return "numeric";
    default: return {};  // a dialect's choice
  }
  const std::string name = lower(type.name);
  const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (has("int")) return "integer";
  if (has("char") || has("clob") || has("text")) return "text";
  if (has("blob") || name.empty()) return "blob";
  return has("real") || has("floa") || has("doub") ? "real" : "numeric";
}

}  // namespace

Type meant_type(const Type& type) {
  if (type.kind != Kind::named || type.dimensions > 0) return type;
  const std::size_t open = std::min(type.name.find('('), type.name.size());
  const std::string word = lower(trim(std::string_view(type.name).substr(0, open)));
  const auto* const found = std::ranges::find(names, word, &Name::first);
  if (found == names.end()) return type;
  Type meant{.kind = found->second};
  const char* const end = type.name.data() + type.name.size();
  const char* digits = type.name.data() + std::min(open + 1, type.name.size());
  int size = 0;
  if (std::from_chars(digits, end, size).ec == std::errc()) meant.size = size;
  return meant;
}

bool keeps_values_both_ways(const Type& from, const Type& to, const Rules& rules) {
  if (from == to) return true;
  if (rules.dialect == "sqlite") return !affinity(from).empty() && affinity(from) == affinity(to);
  const Type one = meant_type(from);
  const Type other = meant_type(to);
  if (one.dimensions > 0 || other.dimensions > 0) return false;
  if (is_integer(one.kind) && is_integer(other.kind)) return true;
  if (is_text(one.kind) && is_text(other.kind)) return true;
  return one.kind == Kind::numeric && other.kind == Kind::numeric && one.size && other.size &&
         one.scale == other.scale && from.kind == Kind::numeric && to.kind == Kind::numeric;
}

}  // namespace aludel
