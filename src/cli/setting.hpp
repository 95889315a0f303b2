#pragma once

#include <optional>
#include <string>

#include "aludel/error.hpp"
#include "base/code.hpp"
#include "base/source.hpp"

namespace aludel {

/// A value as a configuration file says it, before variables are expanded, and where it says so.
struct Setting {
  std::string key;  ///< "database.url"
  std::string text;
  Place place;  ///< of the value's first character
  bool verbatim =
      false;  ///< the excerpt holds `text` at the place: offsets in it can be pointed at
  /// The file spoils the value: told when it is asked for.
  std::optional<Diagnostic> problem = std::nullopt;

  bool operator==(const Setting&) const = default;
};

/// A place in a configuration file. Its excerpt shows no password; `${NAME}` in place of one is
/// shown.
/// @param line, column  from 1, the column in characters
/// @param length        in characters
[[nodiscard]] Place config_place(const SourceText& source, int line, int column, int length,
                                 std::string label = {});

/// The value `text` that begins at that place.
[[nodiscard]] Setting setting_at(const SourceText& source, int line, int column, std::string key,
                                 std::string text);

/// A problem with a setting, or with `length` bytes of its text from `offset` on.
[[nodiscard]] Diagnostic setting_problem(Code code, const Setting& setting, std::string message,
                                         std::string label = {}, std::size_t offset = 0,
                                         std::size_t length = std::string::npos);

}  // namespace aludel
