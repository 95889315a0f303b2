#include <utility>
#include <vector>

#include "catalog/apply.hpp"
#include "catalog/lookup.hpp"
#include "dialect/postgresql/implied_names.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// What of a table the server can only do slowly in one go.
bool takes_a_scan(const TableChange& change) {
  if (const auto* add = std::get_if<AddConstraint>(&change))
    return !is_not_valid(add->constraint) && !std::holds_alternative<Exclusion>(add->constraint);
  const auto* alter = std::get_if<AlterColumn>(&change);
  return alter != nullptr && alter->nullable == false;
}

/// One operation as several, each of which lets others go on
/// (https://www.postgresql.org/docs/current/sql-altertable.html, "Notes").
class OnlineRenderer {
 public:
  OnlineRenderer(Catalog before, int server_version)
      : state_(std::move(before)), server_version_(server_version) {}

  Rendering run(const Operation& operation) {
    if (const auto* create = std::get_if<CreateIndex>(&operation)) {
      create_index(*create);
    } else if (const auto* drop = std::get_if<DropIndex>(&operation)) {
      DropIndex online = *drop;
      online.concurrently = !is_partitioned(online.table);
      add(online);
    } else if (const auto* alter = std::get_if<AlterTable>(&operation)) {
      alter_table(*alter);
    } else {
      add(operation);
    }
    return std::move(rendering_);
  }

 private:
  void create_index(CreateIndex create) {
    create.concurrently = !is_partitioned(create.table);
    if (create.concurrently) return add(create);
    build_in_partitions(create, create.index.comment);
    apply(state_, create, rules());
  }

  /// There is no CONCURRENTLY for all partitions at once: each gets its own, which becomes part of
  /// the parent's; that one is valid with the last of them
  /// (https://www.postgresql.org/docs/current/ddl-partitioning.html, 5.12.2.2).
  void build_in_partitions(CreateIndex create, const std::string& comment) {
    const std::string on = " ON " + qualified(create.table);
    create.index.comment = comment;
    create.concurrently = !is_partitioned(create.table);
    Statements statements = postgresql::create_index(create, features_of(server_version_));
    if (create.concurrently) return append(rendering_.statements, std::move(statements));
    std::string& sql = statements.front().sql;
    sql.replace(sql.find(on), on.size(), " ON ONLY " + qualified(create.table));
    append(rendering_.statements, std::move(statements));
    for (const Table& table : state_.tables) {
      if (!table.partition_of || table.partition_of->parent != create.table) continue;
      CreateIndex part = create;
      part.table = table.name;
      part.index.name.clear();
      part.index = with_name_in_partition(std::move(part.index), part.table, state_);
      build_in_partitions(part, {});
      rendering_.statements.push_back(
          {"ALTER INDEX " + qualified({create.table.schema, create.index.name}) +
           " ATTACH PARTITION " + qualified({table.name.schema, part.index.name})});
    }
  }

  void alter_table(const AlterTable& alter) {
    const bool partitioned = find(alter.name) == nullptr || is_partitioned(alter.name);
    AlterTable plain{alter.name, {}};
    for (const TableChange& change : alter.changes) {
      if (partitioned || !takes_a_scan(change)) {
        plain.changes.push_back(change);
        if (const auto* column = std::get_if<AlterColumn>(&change))
          count_behind_rows(*column, alter.name, plain);
        continue;
      }
      flush(plain);
      if (const auto* column = std::get_if<AlterColumn>(&change))
        set_not_null(alter.name, *column);
      else
        add_constraint(alter.name, std::get<AddConstraint>(change));
    }
    flush(plain);
  }

  /// A sequence that rows have not had their numbers from begins with one that is taken.
  void count_behind_rows(const AlterColumn& alter, const ObjectName& table, AlterTable& plain) {
    if (!alter.default_sql || !*alter.default_sql) return;
    const Column* column = find_column(*find(table), alter.name, rules());
    const bool counts = column != nullptr && (column->type.kind == Type::Kind::small_int ||
                                              column->type.kind == Type::Kind::integer ||
                                              column->type.kind == Type::Kind::big_int);
    if (!counts || (column->default_sql && column->default_sql->contains("nextval"))) return;
    for (const Sequence& one : state_.sequences) {
      if (!one.owned_by || one.owned_by->first != table || one.owned_by->second != alter.name)
        continue;
      flush(plain);
      rendering_.statements.push_back(
          {count_behind_rows_sql(literal(qualified(one.name)), table, alter.name, one.options)});
    }
  }

  void flush(AlterTable& plain) {
    if (plain.changes.empty()) return;
    add(plain);
    plain.changes.clear();
  }

  void add_constraint(const ObjectName& table, const AddConstraint& change) {
    if (std::holds_alternative<Unique>(change.constraint) ||
        std::holds_alternative<PrimaryKey>(change.constraint))
      return add_by_index(table, change);
    AddConstraint unchecked = change;
    if (auto* check = std::get_if<Check>(&unchecked.constraint)) check->not_valid = true;
    if (auto* key = std::get_if<ForeignKey>(&unchecked.constraint)) key->not_valid = true;
    add(AlterTable{table, {unchecked}});
    validate(table, name_of(change.constraint));
  }

  /// The server sees by the valid check that no row has NULL.
  void set_not_null(const ObjectName& table, const AlterColumn& change) {
    AlterColumn others = change;
    others.nullable.reset();
    // An identity is given to nothing but a column that is NOT NULL.
    const auto identity = std::exchange(others.identity, std::nullopt);
    if (others != AlterColumn{.name = change.name}) add(AlterTable{table, {others}});
    const std::string name = "aludel_not_null_" + change.name;
    Check check{.name = name, .expression = ident(change.name) + " IS NOT NULL", .not_valid = true};
    add(AlterTable{table, {AddConstraint{check}}});
    validate(table, name);
    AlterColumn not_null{.name = change.name, .nullable = false, .identity = identity};
    add(AlterTable{table, {not_null, DropConstraint{.name = name, .kind = ConstraintKind::check}}});
  }

  /// The index is built while others write, and then taken for the constraint's.
  void add_by_index(const ObjectName& table, const AddConstraint& change) {
    const bool is_key = std::holds_alternative<PrimaryKey>(change.constraint);
    const std::string& name = name_of(change.constraint);
    Index index{.name = name, .unique = true};
    for (const std::string& column : columns_of(change.constraint))
      index.parts.push_back({.column = column});
    const auto* unique = std::get_if<Unique>(&change.constraint);
    Deferral deferral = Deferral::never;
    if (unique != nullptr) {
      index.include = unique->include;
      index.nulls_not_distinct = unique->nulls_not_distinct;
      deferral = unique->deferral;
    } else {
      const auto& key = std::get<PrimaryKey>(change.constraint);
      index.include = key.include;
      deferral = key.deferral;
    }
    // A key needs NOT NULL, and would look for it in all rows.
    if (is_key) not_null_for_key(table, columns_of(change.constraint));
    add(CreateIndex{.table = table, .index = std::move(index), .concurrently = true});
    rendering_.statements.push_back({"ALTER TABLE " + qualified(table) + " ADD CONSTRAINT " +
                                     ident(name) + (is_key ? " PRIMARY KEY" : " UNIQUE") +
                                     " USING INDEX " + ident(name) + deferral_sql(deferral)});
    apply(state_, DropIndex{.table = table, .name = name}, rules());
    apply(state_, AlterTable{table, {change}}, rules());
  }

  void not_null_for_key(const ObjectName& table, const std::vector<std::string>& columns) {
    for (const std::string& name : columns) {
      const Column* column = find_column(*find(table), name, rules());
      if (column != nullptr && column->nullable)
        set_not_null(table, {.name = name, .nullable = false});
    }
  }

  /// In a transaction of its own: the lock of the ADD would be held meanwhile.
  void validate(const ObjectName& table, const std::string& name) {
    const std::size_t first = rendering_.statements.size();
    add(AlterTable{table, {ValidateConstraint{name}}});
    for (std::size_t i = first; i < rendering_.statements.size(); ++i)
      rendering_.statements[i].autocommit = true;
  }

  void add(const Operation& operation) {
    Rendering one = render(operation, state_, server_version_);
    append(rendering_.statements, std::move(one.statements));
    apply(state_, operation, rules());
  }

  /// There is no such form for its partitions at once.
  [[nodiscard]] bool is_partitioned(const ObjectName& name) const {
    const Table* table = find(name);
    return table != nullptr && !table->partition_by.empty();
  }
  [[nodiscard]] const Table* find(const ObjectName& name) const {
    return find_table(state_, name, rules());
  }
  static const Rules& rules() { return object_functions().rules; }

  Catalog state_;
  int server_version_;
  Rendering rendering_;
};

}  // namespace

Rendering render_online(const Operation& operation, const Catalog& before, int server_version) {
  return OnlineRenderer(before, server_version).run(operation);
}

}  // namespace aludel::postgresql
