#include "dialect/postgresql/render.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

const char* if_exists(bool wanted) {
  return wanted ? "IF EXISTS " : "";
}
const char* if_not_exists(bool wanted) {
  return wanted ? "IF NOT EXISTS " : "";
}
const char* cascade(bool wanted) {
  return wanted ? " CASCADE" : "";
}
const char* concurrently(bool wanted) {
  return wanted ? "CONCURRENTLY " : "";
}

std::string quoted_list(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + literal(value);
  return list;
}

Statements one(std::string sql) {
  return {{.sql = std::move(sql)}};
}

struct Renderer {
  const Catalog& before;
  Features features;

  Statements operator()(const CreateTable& operation) const {
    // What stands behind CREATE TABLE would change the table that is there.
    if (operation.if_not_exists && is_there(before.tables, operation.table.name)) return {};
    return create_table(operation, before, features);
  }
  Statements operator()(const DropTable& operation) const {
    return one("DROP TABLE " + (if_exists(operation.if_exists) + qualified(operation.name)) +
               cascade(operation.cascade));
  }
  Statements operator()(const RenameTable& operation) const {
    return one("ALTER TABLE " + qualified(operation.name) + " RENAME TO " + ident(operation.to));
  }
  Statements operator()(const AlterTable& operation) const {
    return alter_table(operation, before, features);
  }
  Statements operator()(const AttachPartition& operation) const {
    return one("ALTER TABLE " + qualified(operation.partition.parent) + " ATTACH PARTITION " +
               qualified(operation.table) + " " + operation.partition.bound);
  }
  Statements operator()(const DetachPartition& operation) const {
    if (operation.concurrently && !features.detach_concurrently)
      refuse("to detach a partition concurrently needs PostgreSQL 14: " + operation.table.text(),
             "detach it without CONCURRENTLY: the table is locked for a moment, no row is read");
    return {{.sql = "ALTER TABLE " + qualified(operation.parent) + " DETACH PARTITION " +
                    qualified(operation.table) + (operation.concurrently ? " CONCURRENTLY" : ""),
             .autocommit = operation.concurrently}};
  }
  Statements operator()(const CreateIndex& operation) const {
    const auto table = std::ranges::find(before.tables, operation.table, &Table::name);
    if (operation.concurrently && table != before.tables.end() && !table->partition_by.empty())
      refuse("PostgreSQL cannot make an index on a partitioned table concurrently: " +
                 operation.table.text(),
             "create it concurrently on each partition first; without CONCURRENTLY on the table it "
             "then takes those and is quick");
    return without_comment_of(operation.if_not_exists && has_index(operation),
                              create_index(operation, features));
  }
  Statements operator()(const DropIndex& operation) const {
    return {{.sql = std::string("DROP INDEX ") + concurrently(operation.concurrently) +
                    if_exists(operation.if_exists) + ident_beside(operation.table, operation.name),
             .autocommit = operation.concurrently}};
  }
  Statements operator()(const RenameIndex& operation) const {
    return one("ALTER INDEX " + ident_beside(operation.table, operation.name) + " RENAME TO " +
               ident(operation.to));
  }
  Statements operator()(const CreateSchema& operation) const {
    Statements statements =
        one(std::string("CREATE SCHEMA ") + if_not_exists(operation.if_not_exists) +
            ident(operation.schema.name));
    append(statements,
           comment_on(ObjectKind::schema, {"", operation.schema.name}, operation.schema.comment));
    return statements;
  }
  Statements operator()(const DropSchema& operation) const {
    return one(std::string("DROP SCHEMA ") + if_exists(operation.if_exists) +
               ident(operation.name) + cascade(operation.cascade));
  }
  Statements operator()(const CreateExtension& operation) const {
    const Extension& extension = operation.extension;
    std::string sql = std::string("CREATE EXTENSION ") + if_not_exists(operation.if_not_exists) +
                      ident(extension.name);
    if (!extension.schema.empty()) sql += " SCHEMA " + ident(extension.schema);
    if (!extension.version.empty()) sql += " VERSION " + literal(extension.version);
    return one(std::move(sql));
  }
  Statements operator()(const DropExtension& operation) const {
    return one(std::string("DROP EXTENSION ") + if_exists(operation.if_exists) +
               ident(operation.name) + cascade(operation.cascade));
  }
  Statements operator()(const CreateEnum& operation) const {
    const Enum& type = operation.enumeration;
    Statements statements =
        one("CREATE TYPE " + qualified(type.name) + " AS ENUM (" + quoted_list(type.values) + ")");
    append(statements, comment_on(ObjectKind::enumeration, type.name, type.comment));
    return statements;
  }
  Statements operator()(const DropEnum& operation) const {
    return one("DROP TYPE " + (if_exists(operation.if_exists) + qualified(operation.name)));
  }
  Statements operator()(const AddEnumValue& operation) const {
    std::string sql = "ALTER TYPE " + qualified(operation.name) + " ADD VALUE " +
                      if_not_exists(operation.if_not_exists) + literal(operation.value);
    if (!operation.before.empty()) sql += " BEFORE " + literal(operation.before);
    if (!operation.after.empty()) sql += " AFTER " + literal(operation.after);
    return one(std::move(sql));
  }
  Statements operator()(const RenameEnumValue& operation) const {
    return one("ALTER TYPE " + qualified(operation.name) + " RENAME VALUE " +
               literal(operation.value) + " TO " + literal(operation.to));
  }
  Statements operator()(const RemoveEnumValue& operation) const {
    return remove_enum_value(operation, before);
  }
  Statements operator()(const CreateDomain& operation) const { return create_domain(operation); }
  Statements operator()(const DropDomain& operation) const {
    return one("DROP DOMAIN " + (if_exists(operation.if_exists) + qualified(operation.name)));
  }
  Statements operator()(const CreateSequence& operation) const {
    return without_comment_of(
        operation.if_not_exists && is_there(before.sequences, operation.sequence.name),
        create_sequence(operation));
  }
  Statements operator()(const AlterSequence& operation) const {
    const auto found = std::ranges::find(before.sequences, operation.name, &Sequence::name);
    const Type old = found == before.sequences.end() ? big_int() : found->type;
    const Type type = operation.type.value_or(old);
    Statements statements;
    const long long least = least_number(operation.options, type);
    if (found != before.sequences.end() && operation.options.increment.value_or(1) > 0 &&
        least > least_number(found->options, old)) {
      // The server refuses a sequence that stands below its first number.
      const std::string name = qualified(operation.name);
      statements.push_back({"SELECT setval(" + literal(name) + ", " + std::to_string(least) +
                            ", false) FROM " + name + " WHERE last_value < " +
                            std::to_string(least)});
    }
    std::string sql = "ALTER SEQUENCE " + qualified(operation.name);
    if (operation.type) sql += " AS " + type_sql(*operation.type);
    sql += all_sequence_options_sql(operation.options, type);
    if (operation.owned_by) {
      const auto& owner = *operation.owned_by;
      sql += " OWNED BY " +
             (owner ? qualified(owner->first) + "." + ident(owner->second) : std::string("NONE"));
    }
    statements.push_back({std::move(sql)});
    return statements;
  }
  Statements operator()(const DropSequence& operation) const {
    return one("DROP SEQUENCE " + (if_exists(operation.if_exists) + qualified(operation.name)));
  }
  Statements operator()(const CreateView& operation) const {
    return create_view(operation, features);
  }
  Statements operator()(const DropView& operation) const {
    return one(std::string("DROP ") + (operation.materialized ? "MATERIALIZED " : "") + "VIEW " +
               if_exists(operation.if_exists) + qualified(operation.name) +
               cascade(operation.cascade));
  }
  Statements operator()(const RefreshView& operation) const {
    return one(std::string("REFRESH MATERIALIZED VIEW ") + concurrently(operation.concurrently) +
               qualified(operation.name));
  }
  Statements operator()(const CreateFunction& operation) const {
    const Function& function = operation.function;
    const ObjectKind kind = function.procedure ? ObjectKind::procedure : ObjectKind::function;
    Statements statements =
        one(std::string("CREATE ") + (operation.replace ? "OR REPLACE " : "") +
            (function.procedure ? "PROCEDURE " : "FUNCTION ") + qualified(function.name) + "(" +
            function.arguments + ")\n" + function.definition);
    append(statements, comment_on(kind, function.name, function.comment, "", function.signature));
    return statements;
  }
  Statements operator()(const DropFunction& operation) const {
    return one(std::string("DROP ") + (operation.procedure ? "PROCEDURE " : "FUNCTION ") +
               if_exists(operation.if_exists) + qualified(operation.name) + "(" +
               operation.signature + ")");
  }
  Statements operator()(const CreateTrigger& operation) const {
    return create_trigger(operation.trigger);
  }
  Statements operator()(const DropTrigger& operation) const {
    return one(std::string("DROP TRIGGER ") + if_exists(operation.if_exists) +
               ident(operation.name) + " ON " + qualified(operation.table));
  }
  Statements operator()(const CreatePolicy& operation) const {
    return create_policy(operation.policy);
  }
  Statements operator()(const DropPolicy& operation) const {
    return one(std::string("DROP POLICY ") + if_exists(operation.if_exists) +
               ident(operation.name) + " ON " + qualified(operation.table));
  }
  Statements operator()(const CreateComposite& operation) const {
    return create_composite(operation.composite);
  }
  Statements operator()(const DropComposite& operation) const {
    return one("DROP TYPE " + (if_exists(operation.if_exists) + qualified(operation.name)));
  }
  Statements operator()(const AlterObject& operation) const {
    return alter_object(operation, before);
  }
  Statements operator()(const CreateObject& operation) const {
    Statements statements;
    for (const std::string& sql : operation.object.statements) statements.push_back({.sql = sql});
    return statements;
  }
  Statements operator()(const DropObject& operation) const {
    return one("DROP " + operation.kind + " " + operation.name);
  }
  Statements operator()(const ChangeSetting& operation) const {
    return one(setting_sql(operation.setting, before));
  }
  Statements operator()(const GrantPrivileges& operation) const {
    return one(grant_sql(operation.grant));
  }
  Statements operator()(const RevokePrivileges& operation) const {
    return one(revoke_sql(operation.grant));
  }
  Statements operator()(const SetComment& operation) const { return one(comment_sql(operation)); }
  Statements operator()(const Execute& operation) const { return execute(operation); }
  Statements operator()(const BulkInsert& operation) const {
    return bulk_insert(operation, before);
  }
  // All rows at once: who runs it in batches does not ask for this.
  Statements operator()(const Backfill& operation) const {
    return one(replace_all(operation.sql, ":batch",
                           operation.where.empty() ? "true" : "(" + operation.where + ")"));
  }
  Statements operator()(const Verify&) const { return {}; }

 private:
  [[nodiscard]] static bool is_there(const auto& objects, const ObjectName& name) {
    return std::ranges::any_of(objects, [&](const auto& one) { return one.name == name; });
  }
  [[nodiscard]] bool has_index(const CreateIndex& operation) const {
    const auto holds = [&](const auto& owner) {
      return owner.name.schema == operation.table.schema &&
             std::ranges::any_of(owner.indexes, [&](const Index& index) {
               return index.name == operation.index.name;
             });
    };
    return std::ranges::any_of(before.tables, holds) || std::ranges::any_of(before.views, holds);
  }
  /// What is there already keeps the comment that it has.
  static Statements without_comment_of(bool is_there, Statements statements) {
    if (is_there) statements.erase(statements.begin() + 1, statements.end());
    return statements;
  }

  static Statements create_domain(const CreateDomain& operation) {
    const Domain& domain = operation.domain;
    std::string sql = "CREATE DOMAIN " + qualified(domain.name) + " AS " + type_sql(domain.type);
    if (!domain.collation.empty()) sql += " COLLATE " + collation_sql(domain.collation);
    if (domain.default_sql) sql += " DEFAULT " + *domain.default_sql;
    if (!domain.nullable) sql += " NOT NULL";
    Statements later;
    for (const Check& check : domain.checks) {
      const std::string check_sql =
          "CONSTRAINT " + ident(check.name) + " CHECK (" + check.expression + ")";
      if (check.not_valid) {
        later.push_back(
            {.sql = "ALTER DOMAIN " + qualified(domain.name) + " ADD " + check_sql + " NOT VALID"});
      } else {
        sql += " " + check_sql;
      }
    }
    Statements statements = one(std::move(sql));
    append(statements, std::move(later));
    append(statements, comment_on(ObjectKind::domain, domain.name, domain.comment));
    return statements;
  }

  // A sequence that a column's default needs is made before the table, which takes it then.
  Statements create_sequence(const CreateSequence& operation) const {
    const Sequence& sequence = operation.sequence;
    std::string sql = std::string("CREATE SEQUENCE ") + if_not_exists(operation.if_not_exists) +
                      qualified(sequence.name);
    if (sequence.type != big_int()) sql += " AS " + type_sql(sequence.type);
    sql += sequence_options_sql(sequence.options);
    if (sequence.owned_by) {
      const auto table = std::ranges::find(before.tables, sequence.owned_by->first, &Table::name);
      if (table != before.tables.end() &&
          std::ranges::find(table->columns, sequence.owned_by->second, &Column::name) !=
              table->columns.end())
        sql += " OWNED BY " + qualified(sequence.owned_by->first) + "." +
               ident(sequence.owned_by->second);
    }
    Statements statements = one(std::move(sql));
    append(statements, comment_on(ObjectKind::sequence, sequence.name, sequence.comment));
    return statements;
  }
};

}  // namespace

void append(Statements& statements, Statements more) {
  std::ranges::move(more, std::back_inserter(statements));
}

Rendering render(const Operation& operation, const Catalog& before, int server_version) {
  Rendering rendering;
  rendering.statements =
      std::visit(Renderer{.before = before, .features = features_of(server_version)}, operation);
  if (const auto* verify = std::get_if<Verify>(&operation)) rendering.verify = {verify->sql};
  return rendering;
}

}  // namespace aludel::postgresql
