#include "migrate/foreseen.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/refusal.hpp"
#include "db/url.hpp"
#include "migrate/rendered_operations.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// What is looked for beforehand the statement itself would find, too.
constexpr std::chrono::milliseconds longest_look{2000};

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

/// Whether a column holds something else behind it, or goes by another name.
bool changes_values(const TableChange& change) {
  const auto* alter = std::get_if<AlterColumn>(&change);
  if (alter != nullptr) return alter->type || alter->generated;
  return std::holds_alternative<DropColumn>(change) || std::holds_alternative<RenameColumn>(change);
}

/// "error in trigger tr after rename: no such column: new.a" is said of what fitted before.
[[noreturn]] void refuse_misfit(const Operation& rename, const std::string& words) {
  constexpr std::string_view begin = "error in ";
  const std::size_t end = words.find(" after ");
  const std::string object = words.substr(begin.size(), end - begin.size());
  refuse("SQLite cannot " + describe(rename) + ": " + object + " would not fit behind it (" +
             words.substr(words.find(": ") + 2) + ")",
         "drop " + object + " before it, and create it again behind it as it is to be then");
}

}  // namespace

const Catalog& Foreseen::catalog() {
  if (!catalog_) catalog_ = look_();
  return *catalog_;
}

void Foreseen::pass(const Operation& bound) {
  note_rows(bound);
  pass_objects(bound);
}

void Foreseen::pass_objects(const Operation& bound) {
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

std::optional<Result> Foreseen::look(const ObjectName& table, const std::string& query) const {
  // A refused query would end a transaction of the run.
  if (database_ == nullptr || !rows_are_known_ || database_->in_transaction()) return std::nullopt;
  if (other_rows_.contains(lower(table.text()))) return std::nullopt;
  try {
    const TimeLimit limit(*database_, longest_look);
    return database_->query(query);
  } catch (const Error&) {
    if (!database_->usable() || stop_.stop_requested()) throw;
    return std::nullopt;  // what it names comes into being on the way, or there is much of it
  }
}

std::optional<long long> Foreseen::count(const ObjectName& table, const std::string& from) const {
  const auto counted = look(table, "SELECT count(*) " + from);
  if (!counted) return std::nullopt;
  return integer(counted->rows.at(0).at(0));
}

void Foreseen::note_rows(const Operation& bound) {
  const auto note = [&](const ObjectName& table) { other_rows_.insert(lower(table.text())); };
  if (const auto* create = std::get_if<CreateTable>(&bound)) {
    note(create->table.name);
  } else if (const auto* drop = std::get_if<DropTable>(&bound)) {
    note(drop->name);
  } else if (const auto* rename = std::get_if<RenameTable>(&bound)) {
    note(rename->name);
    note(ObjectName(rename->name.schema, rename->to));
  } else if (const auto* alter = std::get_if<AlterTable>(&bound)) {
    if (std::ranges::any_of(alter->changes, changes_values)) note(alter->name);
  }
}

void Foreseen::pass_statements(const std::vector<std::string>& statements) {
  rows_are_known_ = rows_are_known_ && statements.empty();
  if (std::ranges::all_of(statements, only_writes_rows)) return;
  if (!whole_ || dialect_->sql() != SqlDialect::sqlite || !rehearse(statements).has_value())
    whole_ = false;
}

void Foreseen::pass_rename(const Operation& bound, const std::vector<std::string>& statements) {
  note_rows(bound);
  const bool is_read = !catalog().views.empty() || !catalog().triggers.empty();
  if (!is_read || !whole_) return pass_objects(bound);
  const auto rehearsed = rehearse(statements);
  if (rehearsed) return;
  if (rehearsed.error().contains(" after rename: ")) refuse_misfit(bound, rehearsed.error());
  pass_objects(bound);
}

std::expected<void, std::string> Foreseen::rehearse(const std::vector<std::string>& statements) {
  const auto is_followed = [](const std::string& statement) {
    return leaves_objects(statement) || changes_objects(statement);
  };
  if (!std::ranges::all_of(statements, is_followed)) return std::unexpected("");
  try {
    DatabaseUrl memory = parse_url("sqlite://", {});
    const auto connection =
        dialect_->connect(memory, {.read_only = false, .foreign_keys = false, .stop = stop_});
    render_creation(dialect_->objects(), catalog(), CatalogOf::database,
                    connection->server_version(), [&](const Rendering& rendering) {
                      for (const RenderedStatement& statement : rendering.statements)
                        connection->query(statement.sql);
                    });
    for (const std::string& statement : statements) {
      if (!leaves_objects(statement)) connection->query(statement);
    }
    catalog_ = dialect_->objects().inspect(*connection, {}).catalog;
    return {};
  } catch (const Error& error) {
    if (stop_.stop_requested()) throw;
    return std::unexpected(error.diagnostic().message);  // it needs rows, or what a catalog does
                                                         // not hold
  }
}

}  // namespace aludel
