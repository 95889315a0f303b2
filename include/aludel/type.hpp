#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel {

/// The type of a column: one that every database has in some form, or one that a database calls by
/// a name of its own. A value: compared, copied, and shared between threads freely. Throws nothing.
///
/// Example:
/// ```cpp
/// const aludel::Type price = aludel::numeric(12, 2);
/// const aludel::Type tags = aludel::array_of(aludel::text());        // PostgreSQL: text[]
/// const aludel::Type place = aludel::text().on("postgresql", "point");  // text elsewhere
/// ```
struct Type {
  enum class Kind {
    named,  ///< `name`, as the database writes it: inet, app.mood, "VARCHAR2 (10)"
    boolean,
    small_int,
    integer,
    big_int,
    real,
    double_precision,
    numeric,
    text,
    varchar,
    character,
    bytes,
    date,
    time,
    timestamp,
    timestamp_tz,
    interval,
    uuid,
    json,
    jsonb,
  };

  Kind kind = Kind::named;
  std::optional<int> size = {};  ///< characters; digits of a numeric; digits of a second's fraction
  std::optional<int> scale = {};  ///< of a numeric: digits behind the point
  int dimensions = 0;             ///< of an array; 0: none
  std::string name = {};          ///< of a named type, in SQL
  /// What the column is on single databases instead: name of the database, its type in SQL.
  std::vector<std::pair<std::string, std::string>> own = {};

  /// This type, but on `database` ("sqlite", "postgresql") what it calls `sql`.
  [[nodiscard]] Type on(std::string_view database, std::string_view sql) const {
    Type type = *this;
    type.own.emplace_back(database, sql);
    return type;
  }

  bool operator==(const Type&) const = default;
};

[[nodiscard]] inline Type boolean() {
  return {.kind = Type::Kind::boolean};
}
[[nodiscard]] inline Type small_int() {
  return {.kind = Type::Kind::small_int};
}
[[nodiscard]] inline Type integer() {
  return {.kind = Type::Kind::integer};
}
[[nodiscard]] inline Type big_int() {
  return {.kind = Type::Kind::big_int};
}
[[nodiscard]] inline Type real() {
  return {.kind = Type::Kind::real};
}
[[nodiscard]] inline Type double_precision() {
  return {.kind = Type::Kind::double_precision};
}
/// Exact numbers; without arguments of any size where the database has that.
[[nodiscard]] inline Type numeric() {
  return {.kind = Type::Kind::numeric};
}
[[nodiscard]] inline Type numeric(int digits, int scale = 0) {
  return {.kind = Type::Kind::numeric, .size = digits, .scale = scale};
}
[[nodiscard]] inline Type text() {
  return {.kind = Type::Kind::text};
}
[[nodiscard]] inline Type varchar(int characters) {
  return {.kind = Type::Kind::varchar, .size = characters};
}
[[nodiscard]] inline Type character(int characters) {
  return {.kind = Type::Kind::character, .size = characters};
}
[[nodiscard]] inline Type bytes() {
  return {.kind = Type::Kind::bytes};
}
[[nodiscard]] inline Type date() {
  return {.kind = Type::Kind::date};
}
[[nodiscard]] inline Type time() {
  return {.kind = Type::Kind::time};
}
/// Without a time zone. `fraction`: digits of a second that are kept, where the database can say.
[[nodiscard]] inline Type timestamp(std::optional<int> fraction = {}) {
  return {.kind = Type::Kind::timestamp, .size = fraction};
}
/// A moment, whatever the zone that it is read in.
[[nodiscard]] inline Type timestamp_tz(std::optional<int> fraction = {}) {
  return {.kind = Type::Kind::timestamp_tz, .size = fraction};
}
[[nodiscard]] inline Type interval() {
  return {.kind = Type::Kind::interval};
}
[[nodiscard]] inline Type uuid() {
  return {.kind = Type::Kind::uuid};
}
[[nodiscard]] inline Type json() {
  return {.kind = Type::Kind::json};
}
[[nodiscard]] inline Type jsonb() {
  return {.kind = Type::Kind::jsonb};
}
/// A type by the name that the database has for it, in SQL: `"inet"`, `"app.mood"`.
[[nodiscard]] inline Type named(std::string_view sql) {
  return {.kind = Type::Kind::named, .name = std::string(sql)};
}
[[nodiscard]] inline Type array_of(Type element) {
  ++element.dimensions;
  return element;
}

}  // namespace aludel
