#include "dialect/sqlite/render.hpp"

#include <algorithm>
#include <utility>

#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/refusals.hpp"
#include "dialect/sqlite/rows_in_the_way.hpp"
#include "dialect/sqlite/rules.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

constexpr const char* const enums_are_checks =
    "a text column with a CHECK says the same: column IN ('a', 'b')";
constexpr const char* const partitions_are_one_table =
    "one table without partitions holds all rows; an index on the key finds them";
constexpr const char* const files_have_rights =
    "who may open the file may do all in it: its owner and mode say who that is";
constexpr const char* const autoincrement_counts =
    "an INTEGER PRIMARY KEY with `identity` (AUTOINCREMENT) numbers rows; a table of one row with "
    "a "
    "trigger counts anything else";
constexpr const char* const applications_have_functions =
    "the application registers functions of its own by sqlite3_create_function; what rows must "
    "obey "
    "stands in checks and triggers";

Rendering rendering_of(std::vector<std::string> statements) {
  Rendering rendering;
  for (std::string& sql : statements) rendering.statements.push_back({.sql = std::move(sql)});
  return rendering;
}

std::string if_exists(bool wanted) {
  return wanted ? "IF EXISTS " : "";
}

struct Renderer {
  const Catalog& before;
  int server_version;

  Rendering operator()(const CreateTable& operation) const {
    const Table& table = operation.table;
    require_possible(table, server_version);
    if (operation.if_not_exists && find_table(before, table.name, rules) != nullptr) return {};
    std::vector<std::string> statements{
        create_table(table, table.name.name, operation.if_not_exists)};
    for (const Index& index : table.indexes)
      statements.push_back(create_index(index, table.name.name, operation.if_not_exists));
    return rendering_of(std::move(statements));
  }

  Rendering operator()(const DropTable& operation) const {
    require_possible(operation.name);
    if (operation.cascade) require_unneeded(DropTable{operation.name, operation.if_exists});
    Rendering rendering = rendering_of(
        {"DROP TABLE " + if_exists(operation.if_exists) + quoted(operation.name.name)});
    // With foreign keys on, SQLite would first delete all rows, and what goes with them.
    rendering.foreign_keys_off = is_referred_to(operation.name);
    return rendering;
  }

  Rendering operator()(const RenameTable& operation) const {
    require_possible(operation.name);
    const std::string& name = operation.name.name;
    if (name == operation.to) return {};
    // The same name in another case is taken, by the table itself.
    if (!same_name(name, operation.to, rules)) return rendering_of({rename(name, operation.to)});
    const std::string between = free_name(before, "aludel_renamed_" + name);
    return rendering_of({rename(name, between), rename(between, operation.to)});
  }

  Rendering operator()(const AlterTable& operation) const {
    return render_alter_table(operation, before, server_version);
  }

  Rendering operator()(const CreateIndex& operation) const {
    require_possible(operation.index, operation.table);
    Rendering rendering = rendering_of(
        {create_index(operation.index, operation.table.name, operation.if_not_exists)});
    const Table* table = find_table(before, operation.table, rules);
    const bool is_there = table != nullptr && operation.if_not_exists &&
                          find_index(table->indexes, operation.index.name, rules) != nullptr;
    if (table != nullptr && !is_there)
      rendering.in_the_way = rows_in_the_way(operation.index, *table);
    return rendering;
  }
  Rendering operator()(const DropIndex& operation) const {
    require_possible(operation.table);
    return rendering_of({"DROP INDEX " + if_exists(operation.if_exists) + quoted(operation.name)});
  }
  Rendering operator()(const RenameIndex& operation) const {
    const Table& table = require_table(before, operation.table, rules);
    const Index* index = find_index(table.indexes, operation.name, rules);
    if (index == nullptr) {
      std::vector<std::string> names;
      for (const Index& each : table.indexes) names.push_back(each.name);
      refuse("table " + table.name.text() + " has no index " + operation.name,
             nearest_hint(operation.name, names, "indexes"));
    }
    Index renamed = *index;
    renamed.name = operation.to;
    return rendering_of(
        {"DROP INDEX " + quoted(index->name), create_index(renamed, table.name.name)});
  }

  /// SQLite cannot replace a view; its triggers go with it and come again.
  Rendering operator()(const CreateView& operation) const {
    require_possible(operation.view);
    std::vector<std::string> statements;
    if (operation.replace)
      statements.push_back("DROP VIEW IF EXISTS " + quoted(operation.view.name.name));
    statements.push_back(create_view(operation.view));
    for (const Trigger& trigger : before.triggers) {
      if (operation.replace && same_name(trigger.table, operation.view.name, rules))
        statements.push_back(create_trigger(trigger));
    }
    return rendering_of(std::move(statements));
  }
  Rendering operator()(const DropView& operation) const {
    require_possible(operation.name);
    if (operation.materialized)
      refuse_operation(operation,
                       "SQLite has no materialized views; a plain one is dropped by "
                       "op.drop_view, a table by op.drop_table");
    if (operation.cascade)
      require_unneeded(DropView{.name = operation.name, .if_exists = operation.if_exists});
    return rendering_of(
        {"DROP VIEW " + if_exists(operation.if_exists) + quoted(operation.name.name)});
  }
  Rendering operator()(const CreateTrigger& operation) const {
    require_possible(operation.trigger);
    return rendering_of({create_trigger(operation.trigger)});
  }
  Rendering operator()(const DropTrigger& operation) const {
    require_possible(operation.table);
    return rendering_of(
        {"DROP TRIGGER " + if_exists(operation.if_exists) + quoted(operation.name)});
  }

  Rendering operator()(const BulkInsert& operation) const {
    require_possible(operation.table);
    return rendering_of(insert_statements(operation));
  }
  Rendering operator()(const Execute& operation) const {
    Rendering rendering;
    if (!operation.dialect.empty() && operation.dialect != rules.dialect) return rendering;
    const SourceText source({}, operation.sql);
    for (const Statement& statement :
         split_statements(source, {0, source.text().size()}, SqlDialect::sqlite).statements)
      rendering.statements.push_back(
          {.sql = std::string(source.slice(statement.span)), .autocommit = operation.autocommit});
    return rendering;
  }
  Rendering operator()(const Backfill& operation) const {
    require_possible(operation.table);
    return {};
  }
  Rendering operator()(const Verify& operation) const {
    Rendering rendering;
    rendering.verify.push_back(operation.sql);
    return rendering;
  }

  Rendering operator()(const AttachPartition& operation) const {
    refuse_operation(operation, partitions_are_one_table);
  }
  Rendering operator()(const DetachPartition& operation) const {
    refuse_operation(operation, partitions_are_one_table);
  }
  Rendering operator()(const CreateSchema& operation) const {
    refuse_operation(operation, "give its objects names without a schema on SQLite: " +
                                    operation.schema.name + "_users");
  }
  Rendering operator()(const DropSchema& operation) const {
    refuse_operation(operation, "SQLite has no schemas: drop the objects by name");
  }
  Rendering operator()(const CreateExtension& operation) const {
    refuse_operation(operation, "the application loads what it needs by sqlite3_load_extension");
  }
  Rendering operator()(const DropExtension& operation) const {
    refuse_operation(operation, "SQLite has no extensions that a database remembers");
  }
  Rendering operator()(const CreateEnum& operation) const {
    refuse_operation(operation, enums_are_checks);
  }
  Rendering operator()(const DropEnum& operation) const {
    refuse_operation(operation, enums_are_checks);
  }
  Rendering operator()(const AddEnumValue& operation) const {
    refuse_operation(operation, enums_are_checks);
  }
  Rendering operator()(const RenameEnumValue& operation) const {
    refuse_operation(operation, enums_are_checks);
  }
  Rendering operator()(const RemoveEnumValue& operation) const {
    refuse_operation(operation, enums_are_checks);
  }
  Rendering operator()(const CreateDomain& operation) const {
    refuse_operation(operation, "give each column the type and a CHECK");
  }
  Rendering operator()(const DropDomain& operation) const {
    refuse_operation(operation, "SQLite has no domains: drop the checks of the columns");
  }
  Rendering operator()(const CreateSequence& operation) const {
    refuse_operation(operation, autoincrement_counts);
  }
  Rendering operator()(const AlterSequence& operation) const {
    refuse_operation(operation, autoincrement_counts);
  }
  Rendering operator()(const DropSequence& operation) const {
    refuse_operation(operation, autoincrement_counts);
  }
  Rendering operator()(const RefreshView& operation) const {
    refuse_operation(operation,
                     "a plain view is always fresh; a table that stands for one is filled "
                     "by op.execute");
  }
  Rendering operator()(const CreateFunction& operation) const {
    refuse_operation(operation, applications_have_functions);
  }
  Rendering operator()(const DropFunction& operation) const {
    refuse_operation(operation, applications_have_functions);
  }
  Rendering operator()(const CreatePolicy& operation) const {
    refuse_operation(operation, "a view with a WHERE says which rows are to be seen");
  }
  Rendering operator()(const DropPolicy& operation) const {
    refuse_operation(operation, "SQLite has no policies: leave it out there");
  }
  template <typename OfServers>
    requires(std::is_same_v<OfServers, CreateComposite> ||
             std::is_same_v<OfServers, DropComposite> || std::is_same_v<OfServers, AlterObject> ||
             std::is_same_v<OfServers, CreateObject> || std::is_same_v<OfServers, DropObject> ||
             std::is_same_v<OfServers, ChangeSetting>)
  Rendering operator()(const OfServers& operation) const {
    refuse_operation(operation,
                     "SQLite has no such thing: leave it out where `op.dialect() == \"sqlite\"`");
  }
  Rendering operator()(const GrantPrivileges& operation) const {
    refuse_operation(operation, files_have_rights);
  }
  Rendering operator()(const RevokePrivileges& operation) const {
    refuse_operation(operation, files_have_rights);
  }
  Rendering operator()(const SetComment& operation) const {
    refuse_operation(operation, "SQLite keeps no comments: write it beside the revision's code");
  }

 private:
  static std::string rename(const std::string& from, const std::string& to) {
    return "ALTER TABLE " + quoted(from) + " RENAME TO " + quoted(to);
  }

  /// SQLite has no CASCADE: what would have to go too is told by name.
  void require_unneeded(const Operation& without_cascade) const {
    Catalog after = before;
    apply(after, without_cascade, rules);
  }

  [[nodiscard]] bool is_referred_to(const ObjectName& name) const {
    return std::ranges::any_of(before.tables, [&](const Table& table) {
      return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
        const auto* key = std::get_if<ForeignKey>(&constraint);
        return key != nullptr && same_name(key->table, name, rules);
      });
    });
  }
};

}  // namespace

Rendering render(const Operation& operation, const Catalog& before, int server_version) {
  return std::visit(Renderer{before, server_version}, operation);
}

}  // namespace aludel::sqlite
