#include "catalog/column_sense.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace aludel {

namespace {

using Kind = Type::Kind;

/// "VARCHAR (-3)" -> -3; none where no number stands first in its parentheses.
std::optional<int> size_in(std::string_view sql) {
  const std::size_t open = sql.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view inside = trim(sql.substr(open + 1));
  int size = 0;
  const auto read = std::from_chars(inside.data(), inside.data() + inside.size(), size);
  return read.ec == std::errc() ? std::optional(size) : std::nullopt;
}

void require_size(const Call& call, const std::string& column, std::optional<int> size,
                  int smallest) {
  if (!size || *size >= smallest) return;
  call.refuse("the type of column " + column + " has a size of " + std::to_string(*size),
              "the smallest is " + std::to_string(smallest) + "; leave it out for any size");
}

void require_type(const Call& call, const std::string& column, const Type& type) {
  if (type.kind == Kind::named && trim(type.name).empty() && type.own.empty())
    call.refuse("column " + column + " has no type",
                "say one: `.type = aludel::text()`; for one without a type on SQLite "
                "`aludel::text().on(\"sqlite\", \"\")`");
  const bool counts_digits_of_seconds = type.kind == Kind::time || type.kind == Kind::timestamp ||
                                        type.kind == Kind::timestamp_tz ||
                                        type.kind == Kind::interval;
  require_size(call, column, type.size, counts_digits_of_seconds ? 0 : 1);
  // A name of the database's own may count from 0: TIMESTAMP(0).
  require_size(call, column, size_in(type.name), 0);
  for (const auto& [database, sql] : type.own) require_size(call, column, size_in(sql), 0);
}

void require_value(const Call& call, const std::string& column, const std::string& default_sql) {
  if (lower(trim(default_sql)) != "null") return;
  call.refuse("column " + column + " is NOT NULL, and its default is NULL",
              "leave the default out, so that each row says its value; or give it one that is "
              "allowed");
}

}  // namespace

void require_sense(const Call& call, const Column& column) {
  require_type(call, column.name, column.type);
  if (!column.nullable && column.default_sql) require_value(call, column.name, *column.default_sql);
}

void require_sense(const Call& call, const AlterColumn& change) {
  if (change.type) require_type(call, change.name, *change.type);
  if (!change.nullable.value_or(true) && change.default_sql && *change.default_sql)
    require_value(call, change.name, **change.default_sql);
}

}  // namespace aludel
