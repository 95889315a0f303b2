#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/table_change.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/refusals.hpp"
#include "dialect/sqlite/render.hpp"
#include "dialect/sqlite/rows_in_the_way.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/table_rebuild.hpp"

namespace aludel::sqlite {

namespace {

std::string alter(const Table& table) {
  return "ALTER TABLE " + quoted(table.name.name) + " ";
}

/// https://sqlite.org/lang_altertable.html sections 4 and 5: what can be in rows that are there
/// without writing them. What still uses a column that is dropped is refused before.
bool is_done_in_place(const TableChange& change, int server_version) {
  if (const auto* add = std::get_if<AddColumn>(&change)) {
    const Column& column = add->column;
    if (column.generated) return !column.generated->stored && column.nullable;
    if (column.default_sql && !is_constant(*column.default_sql)) return false;
    return column.nullable || (column.default_sql && lower(*column.default_sql) != "null");
  }
  if (std::holds_alternative<DropColumn>(change)) return server_version >= 3035000;
  return std::holds_alternative<RenameColumn>(change);
}

/// Empty where there is nothing to do.
std::string in_place(const TableChange& change, const Table& table) {
  if (const auto* add = std::get_if<AddColumn>(&change)) {
    if (find_column(table, add->column.name, rules) != nullptr) return {};
    return alter(table) + "ADD COLUMN " + column_definition(add->column, table);
  }
  if (const auto* drop = std::get_if<DropColumn>(&change)) {
    const Column* column = find_column(table, drop->name, rules);
    return column == nullptr ? "" : alter(table) + "DROP COLUMN " + quoted(column->name);
  }
  const auto& rename = std::get<RenameColumn>(change);
  const Column& column = require_column(table, rename.name, rules);
  if (column.name == rename.to) return {};
  return alter(table) + "RENAME COLUMN " + quoted(column.name) + " TO " + quoted(rename.to);
}

Rendering render_in_place(const std::vector<TableChange>& changes, Table table,
                          const Catalog& before) {
  Rendering rendering;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    std::string sql = in_place(changes[i], table);
    if (!sql.empty()) rendering.statements.push_back({.sql = std::move(sql), .change = i});
    table = changed(std::move(table), changes[i], before, rules);
  }
  return rendering;
}

/// Follows the columns of a table through its changes. Renames come first, by SQLite's own RENAME
/// COLUMN, which knows all texts that name the column, in other tables too; the rebuild is for the
/// rest.
class ColumnTrail {
 public:
  explicit ColumnTrail(const Table& table) {
    for (const Column& column : table.columns)
      columns_.push_back({.name = column.name, .column = column.name});
    for (const Column& column : table.columns) names_.push_back(column.name);
  }

  /// False where the change is a rename that cannot come before those already followed: its name
  /// is still a column's then, or an expression was written with the old name.
  bool follow(const TableChange& change, std::size_t index) {
    if (const auto* add = std::get_if<AddColumn>(&change)) {
      if (find(add->column.name) == columns_.end()) columns_.push_back({.name = add->column.name});
    } else if (const auto* drop = std::get_if<DropColumn>(&change)) {
      const auto column = find(drop->name);
      if (column != columns_.end()) columns_.erase(column);
    } else if (const auto* altered = std::get_if<AlterColumn>(&change)) {
      if (altered->using_expression.empty()) return true;
      find(altered->name)->using_expression = altered->using_expression;
      has_expression_ = true;
    } else if (const auto* rename = std::get_if<RenameColumn>(&change)) {
      return follow(*rename, index);
    }
    return true;
  }

  /// The renames that come first, each with the index of its change.
  [[nodiscard]] const std::vector<std::pair<std::size_t, RenameColumn>>& renames() const {
    return renames_;
  }
  [[nodiscard]] std::vector<ColumnSource> columns() const { return columns_; }

 private:
  bool follow(const RenameColumn& rename, std::size_t index) {
    const auto column = find(rename.name);
    if (column->column) {
      const std::string from = *column->column;
      const bool is_taken = std::ranges::any_of(names_, [&](const std::string& name) {
        return name != from && same_name(name, rename.to, rules);
      });
      if (is_taken || has_expression_) return false;
      renames_.emplace_back(index, RenameColumn{.name = from, .to = rename.to});
      std::ranges::replace(names_, from, rename.to);
      column->column = rename.to;
    }
    column->name = rename.to;
    return true;
  }

  std::vector<ColumnSource>::iterator find(const std::string& name) {
    return std::ranges::find_if(
        columns_, [&](const ColumnSource& column) { return same_name(column.name, name, rules); });
  }

  std::vector<ColumnSource> columns_;
  std::vector<std::string> names_;  ///< of the old table's columns once the renames are done
  std::vector<std::pair<std::size_t, RenameColumn>> renames_;
  bool has_expression_ = false;
};

void append(Rendering& rendering, Rendering more, std::size_t first_change) {
  for (RenderedStatement& statement : more.statements) {
    statement.change += first_change;
    rendering.statements.push_back(std::move(statement));
  }
  rendering.verify.insert(rendering.verify.end(), more.verify.begin(), more.verify.end());
  rendering.foreign_keys_off |= more.foreign_keys_off;
}

using Changes = std::vector<TableChange>;

/// Parts of an AlterTable, each as if it were alone, with the index of the change that it begins
/// with.
Rendering render_in_turn(const ObjectName& table,
                         const std::vector<std::pair<std::size_t, Changes>>& parts, Catalog before,
                         int server_version) {
  Rendering rendering;
  for (const auto& [first_change, changes] : parts) {
    const AlterTable part{table, changes};
    append(rendering, render_alter_table(part, before, server_version), first_change);
    apply(before, part, rules);
  }
  return rendering;
}

Changes slice(const Changes& changes, std::size_t begin, std::size_t end) {
  return {changes.begin() + static_cast<std::ptrdiff_t>(begin),
          changes.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// SQLite (3.40 at least) fails to rename a column of a WITHOUT ROWID table that is in its key and
/// in a unique constraint: "expressions prohibited in PRIMARY KEY and UNIQUE constraints".
bool fails_to_rename(const Table& table) {
  const PrimaryKey* key = primary_key(table);
  if (key == nullptr || !table.without_rowid) return false;
  return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
    const auto* unique = std::get_if<Unique>(&constraint);
    return unique != nullptr && std::ranges::any_of(key->columns, [&](const std::string& column) {
             return contains_name(unique->columns, column, rules);
           });
  });
}

bool is_rename(const TableChange& change) {
  return std::holds_alternative<RenameColumn>(change);
}

}  // namespace

Rendering render_alter_table(const AlterTable& operation, const Catalog& before,
                             int server_version) {
  require_possible(operation.name);
  const Table& table = require_table(before, operation.name, rules);
  for (const TableChange& change : operation.changes) require_possible(change, table);
  Catalog after = before;
  apply(after, operation, rules);
  const Table& target = require_table(after, operation.name, rules);
  require_possible(target, server_version);
  if (sorted(table) == sorted(target)) return {};
  if (fails_to_rename(table) && std::ranges::any_of(operation.changes, is_rename))
    return render_in_turn(operation.name,
                          {{0, {SetWithoutRowid{false}}},
                           {0, operation.changes},
                           {0, {SetWithoutRowid{target.without_rowid}}}},
                          before, server_version);

  const auto first_for_rebuild = std::ranges::find_if_not(
      operation.changes,
      [&](const TableChange& change) { return is_done_in_place(change, server_version); });
  if (first_for_rebuild == operation.changes.end())
    return render_in_place(operation.changes, table, before);

  ColumnTrail trail(table);
  for (std::size_t i = 0; i < operation.changes.size(); ++i) {
    if (!trail.follow(operation.changes[i], i))
      return render_in_turn(operation.name,
                            {{0, slice(operation.changes, 0, i)},
                             {i, slice(operation.changes, i, operation.changes.size())}},
                            before, server_version);
  }
  require_rebuildable(table);

  Rendering rendering;
  Catalog renamed = before;
  for (const auto& [index, rename] : trail.renames()) {
    Rendering first =
        render_in_place({rename}, require_table(renamed, operation.name, rules), renamed);
    append(rendering, std::move(first), index);
    apply(renamed, AlterTable{operation.name, {rename}}, rules);
  }
  const TableRebuild rebuild{.before = renamed,
                             .after = after,
                             .source = require_table(renamed, operation.name, rules),
                             .target = target,
                             .columns = trail.columns()};
  if (trail.renames().empty()) rendering.in_the_way = rows_in_the_way(rebuild);
  append(rendering, render_rebuild(rebuild),
         static_cast<std::size_t>(first_for_rebuild - operation.changes.begin()));
  return rendering;
}

}  // namespace aludel::sqlite
