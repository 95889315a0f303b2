#include "migrate/pending_checks.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

// How `src/dialect/sqlite` writes them: pragma_foreign_key_check('table'), and
// SELECT typeof("column") AS found, "column" FROM "table" WHERE typeof("column") ….

std::string quoted(const std::string& name) {
  return quote_identifier(name, SqlDialect::sqlite);
}

std::string argument(const std::string& table) {
  return "(" + quote_literal(table, SqlDialect::sqlite) + ")";
}

std::string source(const std::string& table) {
  return " FROM " + quoted(table) + " ";
}

std::string kind_of(const std::string& column) {
  return "typeof(" + quoted(column) + ")";
}

std::string found(const std::string& column) {
  return "found, " + quoted(column);
}

}  // namespace

void PendingChecks::add(std::string query, int line) {
  const auto same = [&](const auto& check) { return check.first == query; };
  if (std::ranges::none_of(checks_, same)) checks_.emplace_back(std::move(query), line);
}

void PendingChecks::pass(const Operation& bound) {
  if (const auto* rename = std::get_if<RenameTable>(&bound)) {
    rename_table(rename->name.name, rename->to);
  } else if (const auto* drop = std::get_if<DropTable>(&bound)) {
    forget_table(drop->name.name);
  } else if (const auto* alter = std::get_if<AlterTable>(&bound)) {
    for (const TableChange& change : alter->changes) {
      if (const auto* renamed = std::get_if<RenameColumn>(&change)) {
        rename_column(alter->name.name, renamed->name, renamed->to);
      } else if (const auto* dropped = std::get_if<DropColumn>(&change)) {
        forget_column(alter->name.name, dropped->name);
      } else if (const auto* altered = std::get_if<AlterColumn>(&change)) {
        if (altered->type) forget_column(alter->name.name, altered->name);
      }
    }
  }
}

void PendingChecks::rename_table(const std::string& from, const std::string& to) {
  for (auto& [query, line] : checks_) {
    query = replace_all(query, argument(from), argument(to));
    query = replace_all(query, source(from), source(to));
  }
}

void PendingChecks::rename_column(const std::string& table, const std::string& from,
                                  const std::string& to) {
  for (auto& [query, line] : checks_) {
    if (!query.contains(source(table))) continue;
    query = replace_all(query, kind_of(from), kind_of(to));
    query = replace_all(query, found(from), found(to));
  }
}

void PendingChecks::forget_table(const std::string& table) {
  std::erase_if(checks_, [&](const auto& check) {
    return check.first.contains(argument(table)) || check.first.contains(source(table));
  });
}

void PendingChecks::forget_column(const std::string& table, const std::string& column) {
  std::erase_if(checks_, [&](const auto& check) {
    return check.first.contains(source(table)) && check.first.contains(kind_of(column));
  });
}

}  // namespace aludel
