#include "base/text.hpp"
#include "dialect/sqlite/parts.hpp"

namespace aludel::sqlite {

namespace {

std::vector<std::string> names(Connection& connection, const std::string& types) {
  std::vector<std::string> found;
  for (const auto& row : connection
                             .query("SELECT name FROM sqlite_schema WHERE type IN (" + types +
                                    ") AND name NOT GLOB 'aludel_*' ORDER BY name LIMIT 5000")
                             .rows) {
    found.push_back(row.at(0).value_or(""));
  }
  return found;
}

std::string after(const std::string& message, std::string_view words) {
  return message.substr(message.find(words) + words.size());
}

}  // namespace

void explain(Connection& connection, Diagnostic& problem) {
  const std::string& message = problem.message;
  if (message.find("no such table: ") != std::string::npos) {
    std::string name = after(message, "no such table: ");
    if (const auto dot = name.rfind('.'); dot != std::string::npos) name.erase(0, dot + 1);
    const auto tables = names(connection, "'table', 'view'");
    const std::string meant = did_you_mean(name, tables);
    problem.notes.push_back(!meant.empty()   ? meant
                            : tables.empty() ? "the database has no tables yet"
                                             : "there are: " + join(tables, ", "));
  } else if (message.find(" already exists") != std::string::npos ||
             message.starts_with("there is already ")) {
    problem.next =
        "if the database was made by other means, `aludel stamp REVISION` says which revisions it "
        "already holds; else drop or rename what is there";
  }
}

}  // namespace aludel::sqlite
