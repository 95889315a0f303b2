#include "lint/object_name.hpp"

#include <vector>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// The parts of a qualified name, as written. A point inside quotes is part of a name.
std::vector<std::string_view> parts_of(std::string_view written) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  char closer = '\0';
  for (std::size_t at = 0; at < written.size(); ++at) {
    const char c = written[at];
    if (closer != '\0') {
      if (c == closer) closer = '\0';
    } else if (c == '"' || c == '`') {
      closer = c;
    } else if (c == '[') {
      closer = ']';
    } else if (c == '.') {
      parts.push_back(written.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  parts.push_back(written.substr(begin));
  return parts;
}

}  // namespace

std::string folded(std::string_view identifier, SqlDialect dialect) {
  if (identifier.size() < 2) return lower(identifier);
  const char first = identifier.front();
  const bool quoted = first == '"' || first == '`' || first == '[';
  if (!quoted) return lower(identifier);
  const char closer = first == '[' ? ']' : first;
  std::string name(identifier.substr(1, identifier.size() - 2));
  name = replace_all(std::move(name), std::string(2, closer), std::string(1, closer));
  // SQLite compares names without case, quoted or not.
  return dialect == SqlDialect::sqlite ? lower(name) : name;
}

ObjectName object_name(std::string_view written, SqlDialect dialect) {
  const std::vector<std::string_view> parts = parts_of(written);
  ObjectName name("", folded(parts.back(), dialect));
  if (parts.size() > 1) name.schema = folded(parts[parts.size() - 2], dialect);
  return name;
}

std::string quoted(const ObjectName& name, SqlDialect dialect) {
  const std::string last = quote_identifier(name.name, dialect);
  return name.schema.empty() ? last : quote_identifier(name.schema, dialect) + "." + last;
}

std::string shown(const ObjectName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

}  // namespace aludel
