#include <fmt/format.h>

#include "base/text.hpp"
#include "revision/new_file.hpp"

namespace aludel {

namespace {

/// A C++ string literal.
std::string literal(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string list(const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const std::string& value : values) literals.push_back(literal(value));
  return "{" + join(literals, ", ") + "}";
}

/// The id as a part of a name of C++.
std::string name_of(const std::string& id) {
  std::string name = id;
  for (char& c : name) {
    if (!is_word(c)) c = '_';
  }
  return name;
}

}  // namespace

std::string new_code_text(const Revision& revision, const NewSections& sections) {
  const std::string name = "revision_" + name_of(revision.id);
  std::string fields = fmt::format("    .id = {},\n", literal(revision.id));
  const auto add_list = [&](const char* field, const std::vector<std::string>& values) {
    if (!values.empty()) fields += fmt::format("    .{} = {},\n", field, list(values));
  };
  add_list("down_revision", revision.down_revision);
  fields += fmt::format("    .message = {},\n",
                        literal(revision.message.empty() ? "Empty message" : revision.message));
  add_list("branch_labels", revision.branch_labels);
  add_list("depends_on", revision.depends_on);
  if (!revision.database.empty())
    fields += fmt::format("    .database = {},\n", literal(revision.database));
  fields += fmt::format("    .created = {},\n", literal(revision.created));
  return fmt::format(
      "#include <aludel/migration.hpp>\n\n"
      "namespace {{\n\n"
      "void upgrade([[maybe_unused]] aludel::Operations& op) {{\n{2}}}\n\n"
      "// Without a downgrade it is derived from the upgrade, where that can be exact:\n"
      "// void downgrade(aludel::Operations& op) {{ … }}, and `.downgrade = downgrade` below.\n\n"
      "}}  // namespace\n\n"
      "extern const aludel::Migration {0};\n"
      "const aludel::Migration {0}{{\n{1}    .upgrade = upgrade,\n}};\n",
      name, fields, sections.upgrade);
}

}  // namespace aludel
