#include "catalog/cpp_call.hpp"
#include "catalog/cpp_values.hpp"
#include "catalog/print_cpp.hpp"

namespace aludel {

namespace {

CppCode set_or_not(const std::optional<bool>& value) {
  return value ? cpp_truth(*value) : CppCode("std::nullopt");
}

std::string word_for(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::any:
    case ConstraintKind::exclusion:
    case ConstraintKind::unique: break;
    case ConstraintKind::primary_key: return "primary_key";
    case ConstraintKind::foreign_key: return "foreign_key";
    case ConstraintKind::check: return "check";
  }
  return "unique";
}

/// The call that adds a constraint of the kind.
struct PrintAdded {
  CppCode table;

  std::string operator()(const PrimaryKey& key) const {
    return cpp_call("create_primary_key", {table, cpp(key)});
  }
  std::string operator()(const Unique& one) const {
    return cpp_call("create_unique_constraint", {table, cpp(one)});
  }
  std::string operator()(const ForeignKey& key) const {
    return cpp_call("create_foreign_key", {table, cpp(key)});
  }
  std::string operator()(const Check& check) const {
    return cpp_call("create_check_constraint", {table, cpp(check)});
  }
  std::string operator()(const Exclusion& one) const {
    return cpp_call("create_exclude_constraint", {table, cpp(one)});
  }
};

struct PrintChange {
  CppCode table;
  CppValues values;

  std::string operator()(const AddColumn& change) const {
    return cpp_call("add_column", {table, values.column(change.column)},
                    create_options(change.if_not_exists));
  }
  std::string operator()(const DropColumn& change) const {
    return cpp_call("drop_column", {table, cpp_string(change.name)},
                    drop_options(change.if_exists));
  }
  std::string operator()(const AlterColumn& change) const {
    CppMembers options;
    options.optional("type", change.type, [this](const Type& type) { return values.type(type); })
        .text("using_expression", change.using_expression)
        .optional("nullable", change.nullable, cpp_truth);
    add(options, "default_sql", "drop_default", change.default_sql, cpp_string);
    options.optional("comment", change.comment, cpp_string);
    add(options, "identity", "drop_identity", change.identity,
        [](const Identity& one) { return cpp(one); });
    add(options, "generated", "drop_generated", change.generated,
        [](const Generated& one) { return cpp(one); });
    options.optional("collation", change.collation, cpp_string);
    return cpp_call("alter_column", {table, cpp_string(change.name)}, options);
  }
  std::string operator()(const RenameColumn& change) const {
    return cpp_call("rename_column", {table, cpp_string(change.name), cpp_string(change.to)});
  }
  std::string operator()(const AddConstraint& change) const {
    return std::visit(PrintAdded{table}, change.constraint);
  }
  std::string operator()(const DropConstraint& change) const {
    if (!change.name.empty())
      return cpp_call("drop_constraint", {table, cpp_string(change.name)},
                      drop_options(change.if_exists));
    CppMembers which;
    which.add("kind", "aludel::UnnamedConstraint::Kind::" + word_for(change.kind))
        .list("columns", change.columns, cpp_string)
        .text("expression", change.expression);
    return cpp_call("drop_constraint", {table}, which);
  }
  std::string operator()(const RenameConstraint& change) const {
    return cpp_call("rename_constraint", {table, cpp_string(change.name), cpp_string(change.to)});
  }
  std::string operator()(const ValidateConstraint& change) const {
    return cpp_call("validate_constraint", {table, cpp_string(change.name)});
  }
  std::string operator()(const SetTableComment& change) const {
    return cpp_call("set_table_comment", {table, cpp_string(change.comment)});
  }
  std::string operator()(const SetRowSecurity& change) const {
    std::vector<CppCode> arguments{table, set_or_not(change.enabled)};
    if (change.forced != false) arguments.push_back(set_or_not(change.forced));
    return cpp_call("set_row_security", std::move(arguments));
  }
  std::string operator()(const SetTableOption& change) const {
    return cpp_call("set_table_option",
                    {table, cpp_string(change.name),
                     change.value ? cpp_string(*change.value) : std::string("std::nullopt")});
  }
  std::string operator()(const SetLogged& change) const {
    return cpp_call("set_logged", {table, cpp_truth(change.logged)});
  }
  std::string operator()(const SetStrict& change) const {
    return cpp_call("set_strict", {table, cpp_truth(change.strict)});
  }
  std::string operator()(const SetWithoutRowid& change) const {
    return cpp_call("set_without_rowid", {table, cpp_truth(change.without_rowid)});
  }

  std::string operator()(const SetParents& change) const {
    return cpp_call(
        "set_parents",
        {table, cpp_list(change.parents, [](const ObjectName& one) { return CppCode(cpp(one)); })});
  }

 private:
  /// What is set, or dropped, or neither.
  template <typename Value, typename Print>
  static void add(CppMembers& options, std::string_view set, std::string_view drop,
                  const std::optional<std::optional<Value>>& change, Print print) {
    if (!change) return;
    options.optional(set, *change, print).flag(drop, !change->has_value());
  }
};

}  // namespace

std::string print_cpp(const TableChange& change, const ObjectName& table,
                      std::string_view database) {
  return std::visit(PrintChange{cpp(table), CppValues(database)}, change);
}

}  // namespace aludel
