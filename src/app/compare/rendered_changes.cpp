#include "app/compare/rendered_changes.hpp"

#include <algorithm>

#include "app/compare/comments.hpp"
#include "app/compare/unbound_bodies.hpp"
#include "base/code.hpp"
#include "base/digest.hpp"
#include "catalog/apply.hpp"
#include "catalog/describe.hpp"
#include "catalog/relation_names.hpp"
#include "migrate/pending_checks.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

std::vector<std::string> words_of(const Operation& operation) {
  const auto* alter = std::get_if<AlterTable>(&operation);
  if (alter == nullptr) return {describe(operation)};
  std::vector<std::string> words;
  for (const TableChange& change : alter->changes) words.push_back(describe(change, alter->name));
  return words;
}

std::string name_aside(const std::string& index) {
  return "aludel_old_" + sha256_hex(index).substr(0, 12);
}

/// Queries always have one of the two where an index of a table with rows becomes another one of
/// the same name: the old one steps aside until the new one is built.
std::vector<Operation> without_gaps(std::vector<Operation> operations,
                                    const HoldsRows& holds_rows) {
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const auto* found = std::get_if<DropIndex>(&operations[i]);
    if (found == nullptr || !holds_rows(found->table)) continue;
    const DropIndex drop = *found;
    for (std::size_t j = i + 1; j < operations.size(); ++j) {
      const auto* create = std::get_if<CreateIndex>(&operations[j]);
      if (create != nullptr && create->table == drop.table && create->index.name == drop.name) {
        const std::string aside = name_aside(drop.name);
        operations[i] = RenameIndex{drop.table, drop.name, aside};
        operations.insert(operations.begin() + static_cast<std::ptrdiff_t>(j) + 1,
                          DropIndex{.table = drop.table, .name = aside});
        break;
      }
      // What it is on may go in between, and it with that.
      const bool is_index = create != nullptr || std::holds_alternative<DropIndex>(operations[j]) ||
                            std::holds_alternative<RenameIndex>(operations[j]);
      const ObjectName* table = table_of(operations[j]);
      if (!is_index && (table == nullptr || *table == drop.table)) break;
    }
  }
  return operations;
}

/// A new value of an enum may be used when its transaction is done (manual page ALTER TYPE): one
/// that is used further on is committed before.
void commit_used_values(std::vector<RenderedChange>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto* added = std::get_if<AddEnumValue>(&changes[i].operation);
    if (added == nullptr) continue;
    const std::string value = quote_literal(added->value, SqlDialect::postgresql);
    // Rows may have it as a text, and an array holds it without quotes.
    const auto uses_it = [&](const RenderedStatement& later) {
      const std::string& sql = later.sql;
      return sql.contains(value) || (sql.contains("'{") && sql.contains(added->value)) ||
             (sql.contains(" TYPE ") && sql.contains(" USING ") && sql.contains(added->name.name));
    };
    const bool is_used =
        std::any_of(changes.begin() + static_cast<std::ptrdiff_t>(i) + 1, changes.end(),
                    [&](const RenderedChange& later) {
                      return !std::holds_alternative<AddEnumValue>(later.operation) &&
                             std::ranges::any_of(later.rendering.statements, uses_it);
                    });
    for (RenderedStatement& statement : changes[i].rendering.statements)
      statement.autocommit |= is_used;
  }
}

}  // namespace

const ObjectName* table_of(const Operation& operation) {
  if (const auto* alter = std::get_if<AlterTable>(&operation)) return &alter->name;
  if (const auto* create = std::get_if<CreateIndex>(&operation)) return &create->table;
  if (const auto* drop = std::get_if<DropIndex>(&operation)) return &drop->table;
  return nullptr;
}

std::vector<RenderedChange> rendered_changes(const Dialect& dialect, Catalog& state,
                                             const std::vector<Operation>& operations,
                                             int server_version, const HoldsRows& holds_rows,
                                             std::vector<Refusal>& refusals) {
  const ObjectFunctions& objects = dialect.objects();
  RelationNames names(objects.rules.folds_case);
  Rules rules = objects.rules;
  rules.relations = &names;
  std::vector<RenderedChange> changes;
  const bool may_be_online = objects.render_online != nullptr && holds_rows;
  for (const Operation& operation :
       may_be_online ? without_gaps(operations, holds_rows) : operations) {
    try {
      const ObjectName* table = table_of(operation);
      const bool online = may_be_online && table != nullptr && holds_rows(*table);
      Rendering rendering =
          (online ? objects.render_online : objects.render)(operation, state, server_version);
      apply(state, operation, rules);
      names.follow(operation);
      changes.push_back({operation, words_of(operation), std::move(rendering), online});
    } catch (const Error& error) {
      if (error.diagnostic().code != info(Code::bad_operation).id) throw;
      refusals.push_back({describe(operation), error.diagnostic().message});
    }
  }
  commit_used_values(changes);
  return changes;
}

std::vector<std::string> checks_of(const std::vector<RenderedChange>& changes) {
  PendingChecks checks;
  for (const RenderedChange& change : changes) {
    checks.pass(change.operation);
    for (const std::string& query : change.rendering.verify) checks.add(query, 0);
  }
  std::vector<std::string> queries;
  for (auto& [query, line] : checks.take()) queries.push_back(std::move(query));
  return queries;
}

bool makes_function(const RenderedChange& change) {
  return std::holds_alternative<CreateFunction>(change.operation);
}

std::string script_of(const std::vector<RenderedChange>& changes, const Dialect& dialect) {
  const bool foreign_keys_off = std::ranges::any_of(
      changes, [](const RenderedChange& change) { return change.rendering.foreign_keys_off; });
  std::string text;
  if (std::ranges::any_of(changes, makes_function))
    text += std::string(leave_bodies_unread) + ";\n";
  bool in_transaction = false;
  const auto be_in_transaction = [&](bool wanted) {
    if (wanted == in_transaction) return;
    text += wanted ? "BEGIN;\n" : "COMMIT;\n";
    in_transaction = wanted;
  };
  if (foreign_keys_off) text += "PRAGMA foreign_keys = OFF;\n";
  for (const RenderedChange& change : changes) {
    text += risks("--", change.hazards);
    for (const RenderedStatement& statement : change.rendering.statements) {
      be_in_transaction(!statement.autocommit);
      text += statement.sql + ";\n";
    }
  }
  for (const std::string& query : checks_of(changes)) {
    be_in_transaction(true);
    text += dialect.offline().verify(query, "a check of the changes", "this script");
  }
  be_in_transaction(false);
  return text;
}

}  // namespace aludel
