#include "dialect/postgresql/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "catalog/refusal.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

using Kind = Type::Kind;

struct Known {
  std::string_view words;  ///< as format_type writes it
  Kind kind;
  int sizes = 0;                 ///< how many numbers it may have in parentheses
  std::string_view behind = {};  ///< words behind the parentheses
};

// The first of a kind is how the server calls it.
constexpr auto known_types = std::to_array<Known>({
    {"boolean", Kind::boolean},
    {"smallint", Kind::small_int},
    {"integer", Kind::integer},
    {"bigint", Kind::big_int},
    {"real", Kind::real},
    {"double precision", Kind::double_precision},
    {"numeric", Kind::numeric, 2},
    {"text", Kind::text},
    {"character varying", Kind::varchar, 1},
    {"character", Kind::character, 1},
    {"bytea", Kind::bytes},
    {"date", Kind::date},
    {"time", Kind::time, 1, "without time zone"},
    {"timestamp", Kind::timestamp, 1, "without time zone"},
    {"timestamp", Kind::timestamp_tz, 1, "with time zone"},
    {"interval", Kind::interval, 1},
    {"uuid", Kind::uuid},
    {"json", Kind::json},
    {"jsonb", Kind::jsonb},
    // other names for them, which the server does not give
    {"bool", Kind::boolean},
    {"int2", Kind::small_int},
    {"int", Kind::integer},
    {"int4", Kind::integer},
    {"int8", Kind::big_int},
    {"float4", Kind::real},
    {"float8", Kind::double_precision},
    {"float", Kind::double_precision},
    {"decimal", Kind::numeric, 2},
    {"dec", Kind::numeric, 2},
    {"varchar", Kind::varchar, 1},
    {"char varying", Kind::varchar, 1},
    {"char", Kind::character, 1},
    {"time", Kind::time, 1},
    {"timestamp", Kind::timestamp, 1},
    {"timestamptz", Kind::timestamp_tz, 1},
});

/// "numeric(12,2)[]" taken apart.
struct Parts {
  std::string words;
  std::vector<int> sizes;
  std::string behind;
  bool array = false;
  bool odd = false;  ///< more than that
};

Parts parts_of(std::string_view text) {
  Parts parts;
  const std::vector<std::string> words = words_of(text);
  std::size_t at = 0;
  const auto collect = [&](std::string& into) {
    while (at < words.size() && words[at] != "(" && words[at] != "[" && words[at] != "[]" &&
           words[at] != "array") {
      // A quoted name and one with a schema are written without blanks.
      const bool joined = words[at] == "." || into.ends_with('.');
      into += (into.empty() || joined ? "" : " ") + words[at++];
    }
  };
  collect(parts.words);
  if (at < words.size() && words[at] == "(") {
    for (++at; at < words.size() && words[at] != ")"; ++at) {
      if (words[at] == ",") continue;
      int number = 0;
      const bool negative = words[at] == "-" && at + 1 < words.size();
      const std::string& digits = words[negative ? ++at : at];
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      parts.odd |= read.ec != std::errc{} || read.ptr != digits.data() + digits.size();
      parts.sizes.push_back(negative ? -number : number);
    }
    ++at;
  }
  collect(parts.behind);
  parts.array = at < words.size();
  return parts;
}

std::optional<Type> portable(const Parts& parts) {
  const auto known = std::ranges::find_if(known_types, [&](const Known& candidate) {
    return candidate.words == parts.words && candidate.behind == parts.behind;
  });
  if (known != known_types.end() && !parts.odd &&
      parts.sizes.size() <= static_cast<std::size_t>(known->sizes)) {
    Type type{.kind = known->kind};
    if (!parts.sizes.empty()) type.size = parts.sizes[0];
    if (type.kind == Kind::numeric && type.size)
      type.scale = parts.sizes.size() > 1 ? parts.sizes[1] : 0;
    if (type.kind == Kind::character && !type.size) type.size = 1;  // what CHARACTER means
    if (type.kind == Kind::interval && type.size) return std::nullopt;
    return type;
  }
  if (parts.words == "time with time zone" || parts.words == "timestamp with time zone" ||
      parts.words == "time without time zone" || parts.words == "timestamp without time zone") {
    const std::size_t blank = parts.words.find(' ');
    Parts apart = parts;
    apart.behind = parts.words.substr(blank + 1);
    apart.words = parts.words.substr(0, blank);
    return apart.behind.starts_with("with ") && apart.words == "time" ? std::nullopt
                                                                      : portable(apart);
  }
  return std::nullopt;
}

std::string sizes_sql(const Type& type) {
  if (!type.size) return {};
  std::string sizes = "(" + std::to_string(*type.size);
  if (type.kind == Kind::numeric) sizes += "," + std::to_string(type.scale.value_or(0));
  return sizes + ")";
}

std::string named_sql(const Parts& parts) {
  std::string name = parts.words;
  if (name.starts_with("public.")) name.erase(0, std::string_view("public.").size());
  std::string sizes;
  for (const int size : parts.sizes) sizes += (sizes.empty() ? "" : ",") + std::to_string(size);
  if (!sizes.empty()) name += "(" + sizes + ")";
  return parts.behind.empty() ? name : name + " " + parts.behind;
}

void refuse_serial(std::string_view name) {
  for (const std::string_view serial :
       {"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"}) {
    if (name != serial) continue;
    refuse("\"" + std::string(name) + "\" is not a type of a column",
           "PostgreSQL makes a sequence for it, which nothing here would know of. Write an integer "
           "type with `.identity = aludel::Identity{}`, or create_sequence and a default "
           "`nextval('…'::regclass)`.");
  }
}

}  // namespace

Type type_from_server(std::string_view text) {
  std::string_view element = text;
  int dimensions = 0;
  if (element.ends_with("[]")) {
    dimensions = 1;
    element.remove_suffix(2);
  }
  std::optional<Type> type = portable(parts_of(element));
  if (!type) type = Type{.kind = Kind::named, .name = std::string(element)};
  type->dimensions = dimensions;
  return *type;
}

Type bound_type(const Type& type) {
  for (const auto& [database, sql] : type.own) {
    if (database == "postgresql") return bound_type(named(sql));
  }
  Type bound = type;
  bound.own.clear();
  bound.dimensions = std::min(type.dimensions, 1);  // the server keeps no more
  if (type.kind == Kind::numeric && type.size && !type.scale) bound.scale = 0;
  if (type.kind == Kind::character && !type.size) bound.size = 1;
  if (type.kind != Kind::named) return bound;
  const Parts parts = parts_of(type.name);
  refuse_serial(parts.words);
  if (const auto same = portable(parts)) {
    bound = *same;
  } else if (!parts.odd) {
    bound.name = named_sql(parts);
  }
  bound.dimensions = parts.array || type.dimensions > 0 ? 1 : 0;
  return bound;
}

std::string type_sql(const Type& type) {
  std::string sql = type.name;
  for (const Known& known : known_types) {
    if (type.kind == Kind::named || known.kind != type.kind) continue;
    sql = std::string(known.words) + sizes_sql(type);
    if (!known.behind.empty()) sql += " " + std::string(known.behind);
    break;
  }
  return type.dimensions > 0 ? sql + "[]" : sql;
}

}  // namespace aludel::postgresql
