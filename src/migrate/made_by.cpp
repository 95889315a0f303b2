#include "migrate/made_by.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "migrate/journal_read.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

bool is_named(std::string_view word, const std::string& name) {
  return equal_ignoring_case(word, name) || word == quote_identifier(name, SqlDialect::postgresql);
}

bool renames_to(const SourceText& source, const std::vector<Token>& tokens,
                const std::string& name) {
  const std::size_t count = tokens.size();
  return count > 5 && equal_ignoring_case(source.slice(tokens[count - 3].span), "rename") &&
         equal_ignoring_case(source.slice(tokens[count - 2].span), "to") &&
         is_named(source.slice(tokens[count - 1].span), name);
}

/// Its name stands behind the words and before what it consists of.
bool creates(const SourceText& source, const Statement& statement, const std::string& name) {
  constexpr std::size_t looked_at = 9;
  const auto& tokens = statement.tokens;
  if (!equal_ignoring_case(source.slice(tokens.front().span), "create"))
    return renames_to(source, tokens, name);
  for (std::size_t i = 1; i < std::min(tokens.size(), looked_at); ++i) {
    const std::string_view word = source.slice(tokens[i].span);
    if (word == "(" || equal_ignoring_case(word, "as") || equal_ignoring_case(word, "on"))
      return false;
    if (is_named(word, name)) return true;
  }
  return false;
}

bool text_creates(const std::string& text, SqlDialect dialect, const std::string& name) {
  const SourceText source("", text);
  try {
    const auto statements = split_statements(source, {0, source.text().size()}, dialect).statements;
    return std::ranges::any_of(statements,
                               [&](const Statement& each) { return creates(source, each, name); });
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string name_in_the_way(std::string_view words, SqlDialect dialect) {
  const std::size_t end = words.find(" already exists");
  if (dialect != SqlDialect::sqlite) {
    const std::size_t open = words.find('"');
    if (end == std::string_view::npos || open >= end) return {};
    return std::string(words.substr(open + 1, words.find('"', open + 1) - open - 1));
  }
  // "table app already exists", "there is already a table named app"
  constexpr std::string_view named = " named ";
  if (words.starts_with("there is already ") && words.find(named) != std::string_view::npos) {
    words.remove_prefix(words.find(named) + named.size());
  } else {
    const std::size_t blank = words.find(' ');
    if (end == std::string_view::npos || blank >= end) return {};
    words = words.substr(blank + 1, end - blank - 1);
  }
  const bool quoted = words.size() > 2 && (words.front() == '"' || words.front() == '[');
  return std::string(quoted ? words.substr(1, words.size() - 2) : words);
}

const ScriptStatement* made_earlier(const Script& script, int number, const std::string& name) {
  if (name.empty()) return nullptr;
  for (const Segment& segment : script.segments) {
    for (const ScriptStatement& statement : segment.statements) {
      if (statement.number < number && creates(script.source, statement.source, name))
        return &statement;
    }
  }
  return nullptr;
}

std::vector<std::string> made_by(Session& session, const std::string& name) {
  const Bookkeeping& tables = session.bookkeeping();
  if (name.empty() || !tables.has_journal || !tables.has_text) return {};
  const Result rows = session.connection().query(
      {.sql = "SELECT DISTINCT j.kind, j.name, " + session.dialect().journal_expressions().at_utc +
              ", j.who, t.text, j.segment < j.segments FROM " + tables.journal + " j JOIN " +
              tables.text +
              " t ON t.digest = j.upgrade_digest WHERE j.version_table = $1 AND j.event = 'done' "
              "AND j.direction = 'upgrade' AND lower(t.text) LIKE $2 ORDER BY 3 DESC",
       .parameters = {tables.key, "%" + lower(name) + "%"}});
  std::vector<std::string> lines;
  std::set<std::string> told;  // each once, by its newest row
  for (const auto& row : rows.rows) {
    const std::string who = row.at(0).value_or("revision") + " " + row.at(1).value_or("");
    if (told.contains(who) || !text_creates(row.at(4).value_or(""), session.dialect().sql(), name))
      continue;
    told.insert(who);
    const bool in_part = row.at(5) == "t" || row.at(5) == "1";
    lines.push_back(who +
                    (in_part ? ", of which a part has run, makes one of this name ("
                             : " has made one of this name (") +
                    shown_time(row.at(2).value_or("")) + " UTC, " + row.at(3).value_or("?") + ")");
  }
  std::ranges::reverse(lines);
  return lines;
}

}  // namespace aludel
