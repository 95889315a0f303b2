#include "migrate/foreseen.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "db/url.hpp"
#include "migrate/rendered_creation.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// It has no comment before its first word.
bool begins_with(const std::string& statement, std::span<const std::string_view> words) {
  return std::ranges::find(words, lower(statement.substr(0, statement.find_first_of(" \t\n(;")))) !=
         words.end();
}

bool only_writes_rows(const std::string& statement) {
  constexpr std::array<std::string_view, 5> words{"insert", "update", "delete", "copy", "analyze"};
  return begins_with(statement, words);
}

/// What leaves SQLite's objects as they are, though it may write rows, or files (VACUUM INTO,
/// ATTACH): it is not played.
bool leaves_objects(const std::string& statement) {
  constexpr std::array<std::string_view, 12> words{"insert", "update", "delete",  "replace",
                                                   "with",   "select", "values",  "vacuum",
                                                   "attach", "detach", "reindex", "analyze"};
  if (begins_with(statement, words)) return true;
  return begins_with(statement, std::array<std::string_view, 1>{"pragma"}) &&
         !lower(statement).contains("writable_schema");
}

/// What changes them, and nothing outside of the database.
bool changes_objects(const std::string& statement) {
  constexpr std::array<std::string_view, 3> words{"create", "alter", "drop"};
  return begins_with(statement, words);
}

}  // namespace

const Catalog& Foreseen::catalog() {
  if (!catalog_) catalog_ = look_();
  return *catalog_;
}

void Foreseen::pass(const Operation& bound) {
  (void)catalog();
  try {
    apply(*catalog_, bound, dialect_->objects().rules);
  } catch (const Error&) {
    if (whole_) throw;
  }
}

void Foreseen::pass(const Script& script) {
  std::vector<std::string> statements;
  for (const Segment& segment : script.segments) {
    for (const ScriptStatement& statement : segment.statements) {
      if (!segment.batched) statements.push_back(statement.sql);
    }
  }
  pass_statements(statements);
}

void Foreseen::pass_sql(const std::string& sql) {
  const SourceText source("", sql);
  std::vector<std::string> statements;
  for (const Statement& statement :
       split_statements(source, {0, source.text().size()}, dialect_->sql()).statements)
    statements.emplace_back(source.slice(statement.span));
  pass_statements(statements);
}

std::optional<long long> Foreseen::count(const std::string& from) const {
  // A refused query would end a transaction of the run.
  if (database_ == nullptr || !rows_are_known_ || database_->in_transaction()) return std::nullopt;
  try {
    return integer(database_->query("SELECT count(*) " + from).rows.at(0).at(0));
  } catch (const Error& error) {
    if (!database_->usable()) throw;
    return std::nullopt;  // what it names comes into being on the way
  }
}

void Foreseen::pass_statements(const std::vector<std::string>& statements) {
  rows_are_known_ = rows_are_known_ && statements.empty();
  if (std::ranges::all_of(statements, only_writes_rows)) return;
  if (!whole_ || dialect_->sql() != SqlDialect::sqlite || !rehearse(statements)) whole_ = false;
}

void Foreseen::pass_rename(const Operation& bound, const std::vector<std::string>& statements) {
  const bool is_read = !catalog().views.empty() || !catalog().triggers.empty();
  if (!is_read || !whole_ || !rehearse(statements)) pass(bound);
}

bool Foreseen::rehearse(const std::vector<std::string>& statements) {
  const auto is_followed = [](const std::string& statement) {
    return leaves_objects(statement) || changes_objects(statement);
  };
  if (!std::ranges::all_of(statements, is_followed)) return false;
  try {
    DatabaseUrl memory = parse_url("sqlite://", {});
    const auto connection =
        dialect_->connect(memory, {.read_only = false, .foreign_keys = false, .stop = stop_});
    render_creation(dialect_->objects(), catalog(), connection->server_version(),
                    [&](const Rendering& rendering) {
                      for (const RenderedStatement& statement : rendering.statements)
                        connection->query(statement.sql);
                    });
    for (const std::string& statement : statements) {
      if (!leaves_objects(statement)) connection->query(statement);
    }
    catalog_ = dialect_->objects().inspect(*connection, {}).catalog;
    return true;
  } catch (const Error&) {
    if (stop_.stop_requested()) throw;
    return false;  // it needs rows, or what a catalog does not hold
  }
}

}  // namespace aludel
