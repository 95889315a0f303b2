#pragma once

#include <string>
#include <string_view>

#include "aludel/type.hpp"

namespace aludel::sqlite {

/// What SQLite does with a value that is written to a column: https://sqlite.org/datatype3.html 3.1
enum class Affinity { integer, text, blob, real, numeric };
[[nodiscard]] Affinity affinity_of(std::string_view declared);

/// The type that a column is declared with in a table, STRICT or not; empty: none.
///
/// Chosen by affinity, so that no value is taken for another one: uuid, json and interval are texts
/// (a JSON `1.0` would become 1, and INTERVAL holds the letters INT); dates and times are declared
/// as such, since no text in ISO 8601 with a hyphen or colon looks like a number. A STRICT table
/// knows six types: what is a text there is TEXT, every whole number INTEGER, every other one REAL.
[[nodiscard]] std::string declared_type(const Type& type, bool strict);
/// What a declared type is in a Catalog: type_declared(declared_type(x, s)) is stable.
[[nodiscard]] Type type_declared(std::string_view declared);

}  // namespace aludel::sqlite
