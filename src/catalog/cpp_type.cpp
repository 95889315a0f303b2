#include <fmt/format.h>

#include "catalog/cpp_values.hpp"

namespace aludel {

namespace {

/// The name of the kind, which is that of the function that makes it too.
std::string_view word_of(Type::Kind kind) {
  switch (kind) {
    case Type::Kind::named: return "named";
    case Type::Kind::boolean: return "boolean";
    case Type::Kind::small_int: return "small_int";
    case Type::Kind::integer: return "integer";
    case Type::Kind::big_int: return "big_int";
    case Type::Kind::real: return "real";
    case Type::Kind::double_precision: return "double_precision";
    case Type::Kind::numeric: return "numeric";
    case Type::Kind::text: return "text";
    case Type::Kind::varchar: return "varchar";
    case Type::Kind::character: return "character";
    case Type::Kind::bytes: return "bytes";
    case Type::Kind::date: return "date";
    case Type::Kind::time: return "time";
    case Type::Kind::timestamp: return "timestamp";
    case Type::Kind::timestamp_tz: return "timestamp_tz";
    case Type::Kind::interval: return "interval";
    case Type::Kind::uuid: return "uuid";
    case Type::Kind::json: return "json";
    case Type::Kind::jsonb: break;
  }
  return "jsonb";
}

/// What the kind's function is called with; none where no call makes this type.
std::optional<std::string> arguments_of(const Type& type) {
  const bool is_text = type.kind == Type::Kind::varchar || type.kind == Type::Kind::character;
  const bool has_fraction =
      type.kind == Type::Kind::timestamp || type.kind == Type::Kind::timestamp_tz;
  if (type.kind == Type::Kind::named && !type.size && !type.scale) return cpp_string(type.name);
  if (type.kind == Type::Kind::named || !type.name.empty()) return std::nullopt;
  if (!type.size && !type.scale && !is_text) return "";
  if (type.size && !type.scale && (is_text || has_fraction)) return std::to_string(*type.size);
  if (type.kind != Type::Kind::numeric || !type.size || !type.scale) return std::nullopt;
  if (*type.scale == 0) return std::to_string(*type.size);
  return fmt::format("{}, {}", *type.size, *type.scale);
}

std::string element(const Type& type) {
  const std::string_view word = word_of(type.kind);
  if (const auto arguments = arguments_of(type))
    return fmt::format("aludel::{}({})", word, *arguments);
  const auto number = [](int value) { return CppCode(std::to_string(value)); };
  CppMembers members;
  members.add("kind", fmt::format("aludel::Type::Kind::{}", word))
      .optional("size", type.size, number)
      .optional("scale", type.scale, number)
      .text("name", type.name);
  return laid_out(members.braced("aludel::Type"));
}

}  // namespace

std::string CppValues::type(const Type& type) const {
  std::string text = element(type);
  for (int i = 0; i < type.dimensions; ++i) text = "aludel::array_of(" + text + ")";
  for (const auto& [on, sql] : type.own) {
    if (database_.empty() || database_ == on)
      text += fmt::format(".on({}, {})", cpp_string(on), cpp_string(sql));
  }
  return text;
}

}  // namespace aludel
