#include <string>
#include <string_view>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

std::string quote_identifier(std::string_view name, SqlDialect dialect) {
  const std::string quote = dialect == SqlDialect::mariadb ? "`" : "\"";
  return quote + replace_all(std::string(name), quote, quote + quote) + quote;
}

std::string quote_literal(std::string_view value, SqlDialect dialect) {
  std::string text = replace_all(std::string(value), "'", "''");
  const bool has_backslash = value.find('\\') != std::string_view::npos;
  if (!has_backslash || dialect == SqlDialect::sqlite) return "'" + text + "'";
  text = replace_all(std::move(text), "\\", "\\\\");
  return (dialect == SqlDialect::postgresql ? "E'" : "'") + text + "'";
}

}  // namespace aludel
