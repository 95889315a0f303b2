#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aludel/model.hpp"

/// Columns from the members of a program's own structs: name, type and nullability are read off the
/// member at compile time, without a macro.
///
/// | member | column |
/// |---|---|
/// | bool | boolean |
/// | integers of up to 2, 4, 8 bytes | small_int, integer, big_int (unsigned: the next larger) |
/// | float, double | real, double_precision |
/// | std::string | text |
/// | std::vector of std::byte or std::uint8_t | bytes |
/// | std::chrono::sys_time, year_month_day | timestamp_tz, date |
/// | std::optional of one of them | the same, nullable; all others are NOT NULL |
///
/// Example:
/// ```cpp
/// struct User {
///   std::int64_t id;
///   std::string email;
///   std::optional<std::string> name;
/// };
/// const aludel::Table users =
///     aludel::table("users", aludel::column<&User::id>().identity().primary_key(),
///                   aludel::column<&User::email>(aludel::varchar(255)).unique(),
///                   aludel::column<&User::name>());
/// ```
namespace aludel {

namespace members {

template <auto Member>
consteval std::string_view signature() {
  return __PRETTY_FUNCTION__;
}

/// "… [with auto Member = &User::email; …]" → "email"
consteval std::string_view last_name_in(std::string_view text) {
  text.remove_prefix(text.find("Member = ") + 9);
  text = text.substr(0, text.find_first_of(";]"));
  while (text.ends_with(')') || text.ends_with(' ')) text.remove_suffix(1);
  return text.substr(text.rfind(':') + 1);
}

template <typename Member>
struct OfMember;
template <typename Class, typename Value>
struct OfMember<Value Class::*> {
  using Type = Value;
};
template <auto Member>
using ValueOf = std::remove_cv_t<typename OfMember<decltype(Member)>::Type>;

template <typename Value>
inline constexpr bool is_optional = false;
template <typename Value>
inline constexpr bool is_optional<std::optional<Value>> = true;

template <typename Value>
inline constexpr bool is_moment = false;
template <typename Duration>
inline constexpr bool is_moment<std::chrono::sys_time<Duration>> = true;

template <typename Value>
inline constexpr bool is_character =
    std::same_as<Value, char> || std::same_as<Value, wchar_t> || std::same_as<Value, char8_t> ||
    std::same_as<Value, char16_t> || std::same_as<Value, char32_t>;

template <typename Value>
inline constexpr bool is_bytes =
    std::same_as<Value, std::vector<std::byte>> || std::same_as<Value, std::vector<std::uint8_t>>;

template <typename Value>
Type type_of() {
  if constexpr (is_optional<Value>) {
    return type_of<typename Value::value_type>();
  } else if constexpr (std::same_as<Value, bool>) {
    return boolean();
  } else if constexpr (std::integral<Value> && !is_character<Value> &&
                       (std::is_signed_v<Value> || sizeof(Value) < 8)) {
    constexpr std::size_t bytes_needed = sizeof(Value) * (std::is_signed_v<Value> ? 1 : 2);
    return bytes_needed <= 2 ? small_int() : bytes_needed == 4 ? integer() : big_int();
  } else if constexpr (std::same_as<Value, float>) {
    return real();
  } else if constexpr (std::same_as<Value, double>) {
    return double_precision();
  } else if constexpr (std::same_as<Value, std::string>) {
    return text();
  } else if constexpr (is_bytes<Value>) {
    return bytes();
  } else if constexpr (std::same_as<Value, std::chrono::year_month_day>) {
    return date();
  } else if constexpr (is_moment<Value>) {
    return timestamp_tz();
  } else {
    static_assert(is_optional<Value>,
                  "no type of a column is known for this member: give it, as in "
                  "column<&User::email>(aludel::text())");
  }
}

}  // namespace members

/// The name of a member as written: `member_name<&User::email>` is "email".
template <auto Member>
  requires std::is_member_object_pointer_v<decltype(Member)>
inline constexpr std::string_view member_name = members::last_name_in(members::signature<Member>());

/// A column called as the member, of `type`; NOT NULL unless the member is a std::optional.
template <auto Member>
  requires std::is_member_object_pointer_v<decltype(Member)>
[[nodiscard]] ColumnModel column(Type type) {
  ColumnModel made(std::string(member_name<Member>), std::move(type));
  return members::is_optional<members::ValueOf<Member>> ? made : made.not_null();
}

/// The same, of the type that goes with the member's.
template <auto Member>
  requires std::is_member_object_pointer_v<decltype(Member)>
[[nodiscard]] ColumnModel column() {
  return column<Member>(members::type_of<members::ValueOf<Member>>());
}

}  // namespace aludel
