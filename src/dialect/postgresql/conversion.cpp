#include "dialect/postgresql/conversion.hpp"

#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

using Kind = Type::Kind;

/// Types that the server makes of each other in an assignment.
enum class Family { other, numbers, texts, days, documents };

Family family_of(Kind kind) {
  switch (kind) {
    case Kind::small_int:
    case Kind::integer:
    case Kind::big_int:
    case Kind::real:
    case Kind::double_precision:
    case Kind::numeric: return Family::numbers;
    case Kind::text:
    case Kind::varchar:
    case Kind::character: return Family::texts;
    case Kind::date:
    case Kind::timestamp:
    case Kind::timestamp_tz: return Family::days;
    case Kind::json:
    case Kind::jsonb: return Family::documents;
    default: return Family::other;
  }
}

bool is_assigned(const Type& from, const Type& to) {
  const Family family = family_of(to.kind);
  if (family == Family::texts && to.dimensions == 0) return true;  // of anything, by its text
  if (from.dimensions != to.dimensions) return false;
  if (family == Family::texts) return true;
  if (from.kind == to.kind && to.kind != Kind::named) return true;
  if (family != Family::other && family == family_of(from.kind)) return true;
  return from.kind == Kind::time && to.kind == Kind::interval;
}

}  // namespace

std::optional<std::string> conversion(const Column& from, const Type& to) {
  if (is_assigned(from.type, to)) return "";
  const std::string column = ident(from.name);
  const std::string wanted = "::" + type_sql(to);
  const Family old_family = family_of(from.type.kind);
  const Family family = family_of(to.kind);
  if (from.type.dimensions != to.dimensions) {
    const bool of_text = old_family == Family::texts && from.type.dimensions == 0;
    return of_text ? std::optional(column + wanted) : std::nullopt;
  }
  if (old_family == Family::texts) return column + wanted;
  if (from.type.kind == Kind::named && to.kind == Kind::named && to.dimensions == 0)
    return column + "::text" + wanted;
  if (from.type.kind == Kind::boolean && family == Family::numbers && to.dimensions == 0)
    return column + "::integer" + (to.kind == Kind::integer ? "" : wanted);
  if (old_family == Family::numbers && to.kind == Kind::boolean && to.dimensions == 0)
    return column + (from.type.kind == Kind::integer ? "" : "::integer") + wanted;
  return std::nullopt;
}

}  // namespace aludel::postgresql
