#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "cli/setting.hpp"

namespace aludel {

/// An INI file by the rules of Python's configparser, which Alembic reads it with: no comments
/// behind values, indented lines go on with the value above, names without case, values of
/// [DEFAULT] in every section.
class IniFile {
 public:
  /// @throws Error(config_syntax) with the first line that is neither a section, a comment nor
  /// `name = value`.
  explicit IniFile(SourceText source);

  [[nodiscard]] bool has_section(std::string_view section) const;
  [[nodiscard]] std::vector<std::string> sections() const;  ///< in file order

  /// The raw value; none if it is not there.
  [[nodiscard]] std::optional<Setting> find(std::string_view section, std::string_view name) const;

 private:
  struct Entry {
    std::string section;
    std::string name;
    std::string text;
    int line = 0;
    int column = 0;
    bool one_line = true;
  };
  struct Feed;
  static int take(void* user, const char* section, const char* name, const char* value);
  static char* next_line(char* buffer, int size, void* stream);

  SourceText source_;
  std::vector<Entry> entries_;
};

/// `setting` with each `%(name)s` replaced by the section's value of that name (or by `here`, for
/// %(here)s) and `%%` by `%`. What cannot be replaced becomes the result's `problem`.
[[nodiscard]] Setting interpolate(const IniFile& file, std::string_view section,
                                  const Setting& setting, const std::string& here);

}  // namespace aludel
