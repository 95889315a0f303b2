#include <algorithm>

#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

std::string action_sql(const char* when, Action action) {
  switch (action) {
    case Action::none: return {};
    case Action::restrict: return std::string(when) + "RESTRICT";
    case Action::cascade: return std::string(when) + "CASCADE";
    case Action::set_null: return std::string(when) + "SET NULL";
    case Action::set_default: return std::string(when) + "SET DEFAULT";
  }
  return {};
}

std::string include_sql(const std::vector<std::string>& columns) {
  return columns.empty() ? std::string() : " INCLUDE (" + ident_list(columns) + ")";
}

struct ConstraintSql {
  const Features& features;

  std::string operator()(const PrimaryKey& key) const {
    return named(key.name) + "PRIMARY KEY (" + ident_list(key.columns) + ")" +
           include_sql(key.include) + deferral_sql(key.deferral);
  }
  std::string operator()(const Unique& unique) const {
    if (unique.nulls_not_distinct && !features.nulls_not_distinct)
      refuse("UNIQUE NULLS NOT DISTINCT needs PostgreSQL 15: constraint " + unique.name,
             "make the columns NOT NULL, or a unique index on coalesce(…) of them");
    return named(unique.name) + "UNIQUE " +
           (unique.nulls_not_distinct ? "NULLS NOT DISTINCT " : "") + "(" +
           ident_list(unique.columns) + ")" + include_sql(unique.include) +
           deferral_sql(unique.deferral);
  }
  std::string operator()(const ForeignKey& key) const {
    std::string sql = named(key.name) + "FOREIGN KEY (" + ident_list(key.columns) +
                      ") REFERENCES " + qualified(key.table);
    if (!key.referred.empty()) sql += " (" + ident_list(key.referred) + ")";
    if (!key.set_columns.empty() && !features.nulls_not_distinct)
      refuse("ON DELETE SET … (columns) needs PostgreSQL 15: foreign key " + key.name,
             "let it set all of its columns, or a trigger set these");
    sql += (key.match_full ? " MATCH FULL" : "") + action_sql(" ON DELETE ", key.on_delete);
    if (!key.set_columns.empty()) sql += " (" + ident_list(key.set_columns) + ")";
    return sql + action_sql(" ON UPDATE ", key.on_update) + deferral_sql(key.deferral);
  }
  std::string operator()(const Check& check) const {
    return named(check.name) + "CHECK (" + check.expression + ")" +
           (check.no_inherit ? " NO INHERIT" : "");
  }
  std::string operator()(const Exclusion& exclusion) const {
    std::string elements;
    for (const Exclusion::Element& element : exclusion.elements) {
      elements += (elements.empty() ? "" : ", ") + element.expression;
      if (!element.opclass.empty()) elements += " " + element.opclass;
      elements += " WITH " + element.op;
    }
    std::string sql =
        named(exclusion.name) + "EXCLUDE USING " + ident(exclusion.method) + " (" + elements + ")";
    if (!exclusion.where.empty()) sql += " WHERE (" + exclusion.where + ")";
    return sql + deferral_sql(exclusion.deferral);
  }

  static std::string named(const std::string& name) {
    return name.empty() ? std::string() : "CONSTRAINT " + ident(name) + " ";
  }
};

}  // namespace

std::string deferral_sql(Deferral deferral) {
  switch (deferral) {
    case Deferral::never: return {};
    case Deferral::deferrable: return " DEFERRABLE";
    case Deferral::initially_deferred: return " DEFERRABLE INITIALLY DEFERRED";
  }
  return {};
}

namespace {

std::string generated_sql(const Column& column, const Features& features) {
  const Generated& generated = *column.generated;
  if (!generated.stored && !features.virtual_columns)
    refuse(
        "a generated column that is computed when read needs PostgreSQL 18: column " + column.name,
        "store it (`.stored = true`), or select the expression in a view");
  return "GENERATED ALWAYS AS (" + generated.expression + ")" +
         (generated.stored ? " STORED" : " VIRTUAL");
}

}  // namespace

std::string identity_sql(const Identity& identity) {
  const std::string options = sequence_options_sql(identity.options);
  return std::string("GENERATED ") + (identity.always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" +
         (options.empty() ? "" : " (" + std::string(trim(options)) + ")");
}

std::string count_behind_rows_sql(const ObjectName& table, const std::string& column,
                                  const Identity& identity, const Catalog& before) {
  const std::string name = literal(qualified(table));
  std::string sequence = "pg_get_serial_sequence(" + name + ", " + literal(column) + ")";
  const bool has_serial = std::ranges::any_of(before.sequences, [&](const Sequence& one) {
    return one.owned_by && one.owned_by->first == table && one.owned_by->second == column;
  });
  // That function knows of one sequence a column; the identity's own is the one it cannot do
  // without.
  if (has_serial)
    sequence =
        "(SELECT d.objid::regclass FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid "
        "AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'i' "
        "AND d.refobjid = " +
        name + "::regclass AND a.attname = " + literal(column) + ")";
  return count_behind_rows_sql(sequence, table, column, identity.options);
}

std::string count_behind_rows_sql(const std::string& sequence, const ObjectName& table,
                                  const std::string& column, const SequenceOptions& options) {
  const std::string first = std::to_string(first_number(options));
  const std::string next = options.increment.value_or(1) < 0
                               ? "least(min(" + ident(column) + ") - 1, " + first + ")"
                               : "greatest(max(" + ident(column) + ") + 1, " + first + ")";
  return "SELECT setval(" + sequence + ", " + next + ", false) FROM " + qualified(table);
}

std::string column_sql(const Column& column, const Features& features) {
  std::string sql = ident(column.name) + " " + type_sql(column.type);
  if (!column.collation.empty()) sql += " COLLATE " + collation_sql(column.collation);
  if (column.default_sql) sql += " DEFAULT " + *column.default_sql;
  if (column.generated) sql += " " + generated_sql(column, features);
  if (column.identity) sql += " " + identity_sql(*column.identity);
  return sql + (column.nullable ? "" : " NOT NULL");
}

std::string constraint_sql(const Constraint& constraint, const Features& features) {
  return std::visit(ConstraintSql{features}, constraint);
}

bool is_not_valid(const Constraint& constraint) {
  if (const auto* key = std::get_if<ForeignKey>(&constraint)) return key->not_valid;
  const auto* check = std::get_if<Check>(&constraint);
  return check != nullptr && check->not_valid;
}

}  // namespace aludel::postgresql
