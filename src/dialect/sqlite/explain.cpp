#include <algorithm>

#include "base/text.hpp"
#include "catalog/sql_words.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/parts.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/table_rebuild.hpp"

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

/// The copy of a table's rows into the one that takes its place, which has another name until it
/// does. (table_rebuild.cpp)
void explain_copy(Diagnostic& problem, std::string_view sql) {
  const SqlWords words = words_of(sql, rules);
  const bool is_copy = words.is(0, "insert") && words.is(1, "into") && words.words.size() > 2 &&
                       words.words[2].text.starts_with(new_table_prefix) &&
                       words.words.back().is_name();
  if (!is_copy) return;
  const std::string& table = words.words.back().text;
  problem.message = replace_all(problem.message, words.words[2].text + ".", table + ".");
  const bool is_of_rows = problem.message.contains(" constraint failed") ||
                          problem.message.starts_with("cannot store ") ||
                          problem.message == "datatype mismatch";
  if (!is_of_rows) return;
  problem.notes.push_back("table " + table +
                          " is made anew, and not all of its rows fit what it is to be");
  problem.hint = "mend or delete them before it: `op.execute(\"…\")` in the same revision";
}

/// "error in view v: …", "error in trigger tr after rename: …": SQLite reads all views and triggers
/// whenever a table is renamed.
bool explain_misfit(Connection& connection, Diagnostic& problem) {
  constexpr std::string_view begin = "error in ";
  const std::string& message = problem.message;
  if (!message.starts_with(begin)) return false;
  const std::string object = message.substr(begin.size(), message.find(": ") - begin.size());
  if (object.contains(" after ")) return false;  // it is the statement that it does not fit behind
  const std::vector<Unfit> all = unfit(connection);
  // Triggers of one event are one: "trigger a or b".
  const std::string name = object.substr(object.find(' ') + 1);
  const bool was_unfit = std::ranges::any_of(all, [&](const Unfit& each) {
    return each.object == object || (" " + each.object + " ").contains(" " + name + " or ") ||
           each.object.ends_with(" or " + name);
  });
  if (!was_unfit) {
    problem.notes.push_back(object +
                            " fits what was there before this revision, and not what a statement "
                            "before this one has made of it");
    return true;
  }
  problem.notes.push_back(object +
                          " was broken before: it names what is not there. SQLite reads all views "
                          "and triggers whenever a table is renamed or made anew");
  problem.next = std::string("mend it, or drop it by `DROP ") +
                 (object.starts_with("view ") ? "VIEW" : "TRIGGER") + " " + sqlite::quoted(name) +
                 "`, then the same command again";
  return true;
}

/// A look at a view that the revision has made, which SQLite took whatever it names.
void explain_view(Diagnostic& problem, std::string_view sql) {
  const SqlWords words = words_of(sql, rules);
  const bool is_look = words.words.size() == 6 && words.is(1, "*") && words.is(4, "limit") &&
                       words.words[3].kind == TokenKind::quoted_identifier;
  if (is_look)
    problem.notes.push_back("view " + words.words[3].text +
                            " was made, and cannot be read: it names what is not there");
}

std::vector<std::string> names_of_columns(Connection& connection) {
  std::vector<std::string> found;
  for (const auto& row :
       connection
           .query("SELECT DISTINCT c.name FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE "
                  "s.type = 'table' AND s.name NOT GLOB 'aludel_*' ORDER BY 1 LIMIT 5000")
           .rows)
    found.push_back(row.at(0).value_or(""));
  return found;
}

void explain_missing_column(Connection& connection, Diagnostic& problem) {
  std::string name = after(problem.message, "no such column: ");
  if (const auto dot = name.rfind('.'); dot != std::string::npos) name.erase(0, dot + 1);
  const std::string meant = did_you_mean(name, names_of_columns(connection));
  if (!meant.empty()) problem.notes.push_back(meant);
}

}  // namespace

void explain(Connection& connection, Diagnostic& problem, std::string_view sql) {
  explain_copy(problem, sql);
  explain_view(problem, sql);
  if (explain_misfit(connection, problem)) return;
  const std::string& message = problem.message;
  if (message.starts_with("no such column: ")) {
    explain_missing_column(connection, problem);
  } else if (message.find("no such table: ") != std::string::npos) {
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
