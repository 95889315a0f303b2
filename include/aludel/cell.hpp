#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aludel {

/// One value of a row: nothing (NULL), a text, or SQL (a number, a boolean, an expression). Made
/// from what a program has.
///
/// Example:
/// ```cpp
/// const aludel::Cell none = nullptr;
/// const aludel::Cell price = 12;
/// const aludel::Cell name = "ann";
/// const aludel::Cell now = aludel::sql("now()");
/// ```
struct Cell {
  enum class Kind { null, sql, text };
  Kind kind = Kind::null;
  std::string value = {};

  Cell() = default;
  Cell(std::nullptr_t) {}                                               // NOLINT: meant to convert
  Cell(std::nullopt_t) {}                                               // NOLINT
  Cell(const char* text) : kind(Kind::text), value(text) {}             // NOLINT
  Cell(std::string_view text) : kind(Kind::text), value(text) {}        // NOLINT
  Cell(std::string text) : kind(Kind::text), value(std::move(text)) {}  // NOLINT
  Cell(char character) : kind(Kind::text), value(1, character) {}       // NOLINT
  Cell(bool truth) : kind(Kind::sql), value(truth ? "true" : "false") {}  // NOLINT
  template <std::integral Number>
  Cell(Number number) : kind(Kind::sql), value(std::to_string(number)) {}  // NOLINT
  Cell(double number);                                                     // NOLINT
  template <typename Value>
  Cell(const std::optional<Value>& held) : Cell(held ? Cell(*held) : Cell()) {}  // NOLINT

  bool operator==(const Cell&) const = default;
};

/// An expression of the database's.
[[nodiscard]] inline Cell sql(std::string_view expression) {
  Cell cell;
  cell.kind = Cell::Kind::sql;
  cell.value = expression;
  return cell;
}

}  // namespace aludel
