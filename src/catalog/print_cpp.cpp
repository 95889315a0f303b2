#include "catalog/print_cpp.hpp"

#include <algorithm>

#include "catalog/cpp_call.hpp"
#include "catalog/cpp_values.hpp"
#include "catalog/describe.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Columns without more have a shorter call.
bool is_plain(const Index& index) {
  Index plain{.name = index.name};
  for (const IndexPart& part : index.parts) plain.parts.push_back({.column = part.column});
  return plain == index && !index.name.empty() &&
         std::ranges::none_of(index.parts, &std::string::empty, &IndexPart::column);
}

std::string comment(ObjectKind kind, const std::string& object, const std::string& text) {
  return cpp_call("set_comment", {cpp(kind), object, cpp_string(text)});
}

/// Behind the call that makes it, where that cannot say a comment.
std::string with_comment(std::string call, ObjectKind kind, const ObjectName& name,
                         const std::string& text) {
  return text.empty() ? call : call + "\n" + comment(kind, cpp(name), text);
}

std::string quoted(const std::string& name) {
  return quote_identifier(name, SqlDialect::postgresql);
}

/// What only PostgreSQL has a comment on, and no call.
std::string comment_in_sql(const SetComment& one) {
  const std::string object =
      (one.object.schema.empty() ? "" : quoted(one.object.schema) + ".") + quoted(one.object.name);
  std::string sql = "COMMENT ON " + std::string(word_for(one.kind)) + " ";
  sql += one.of.empty() ? object : quoted(one.of) + " ON " + object;
  sql +=
      " IS " + (one.comment.empty() ? "NULL" : quote_literal(one.comment, SqlDialect::postgresql));
  return cpp_call("execute", {cpp_string(sql)});
}

struct PrintAltered {
  const CppValues& values;

  std::string operator()(const Domain& to) const {
    return cpp_call("alter_domain", {values.domain(to)});
  }
  std::string operator()(const Enum& to) const {
    return cpp_call("alter_enum", {cpp(to.name), cpp(to.values)});
  }
  std::string operator()(const CompositeType& to) const {
    return cpp_call("alter_composite", {values.composite(to)});
  }
  std::string operator()(const Extension& to) const {
    return cpp_call("alter_extension", {cpp(to)});
  }
  std::string operator()(const View& to) const {
    CppMembers view;
    view.add("name", cpp(to.name))
        .add("query", cpp_string(""))
        .flag("materialized", to.materialized)
        .list("options", to.options, [](const auto& option) {
          return CppCode("", "{}", {cpp_string(option.first), cpp_string(option.second)});
        });
    return cpp_call("alter_view_options", {view.braced()});
  }
  std::string operator()(const OtherObject& to) const {
    return cpp_call("alter_object", {cpp(to)});
  }
};

struct PrintOperation {
  CppValues values;
  std::string_view database;

  std::string operator()(const CreateTable& one) const {
    return cpp_call("create_table", {values.table(one.table)}, create_options(one.if_not_exists));
  }
  std::string operator()(const DropTable& one) const {
    return cpp_call("drop_table", {cpp(one.name)}, drop_options(one.if_exists, one.cascade));
  }
  std::string operator()(const RenameTable& one) const {
    return cpp_call("rename_table", {cpp(one.name), cpp_string(one.to)});
  }
  std::string operator()(const AlterTable& one) const {
    std::string text;
    for (const TableChange& change : one.changes)
      text += (text.empty() ? "" : "\n") + print_cpp(change, one.name, database);
    return text;
  }
  std::string operator()(const AttachPartition& one) const {
    return cpp_call("attach_partition", {cpp(one.table), cpp(one.partition)});
  }
  std::string operator()(const DetachPartition& one) const {
    std::vector<CppCode> arguments{cpp(one.table), cpp(one.parent)};
    if (one.concurrently) arguments.push_back(cpp_truth(true));
    return cpp_call("detach_partition", std::move(arguments));
  }
  std::string operator()(const CreateIndex& one) const {
    const CppMembers options = create_options(one.if_not_exists, one.concurrently);
    if (!is_plain(one.index) || !options.empty())
      return cpp_call("create_index", {cpp(one.table), cpp(one.index)}, options);
    std::vector<std::string> columns;
    for (const IndexPart& part : one.index.parts) columns.push_back(part.column);
    return cpp_call("create_index", {cpp(one.table), cpp_string(one.index.name), cpp(columns)});
  }
  std::string operator()(const DropIndex& one) const {
    CppMembers options;
    options.flag("concurrently", one.concurrently).flag("if_exists", one.if_exists);
    return cpp_call("drop_index", {cpp(one.table), cpp_string(one.name)}, options);
  }
  std::string operator()(const RenameIndex& one) const {
    return cpp_call("rename_index", {cpp(one.table), cpp_string(one.name), cpp_string(one.to)});
  }

  std::string operator()(const CreateSchema& one) const {
    return with_comment(
        cpp_call("create_schema", {cpp_string(one.schema.name)}, create_options(one.if_not_exists)),
        ObjectKind::schema, ObjectName("", one.schema.name), one.schema.comment);
  }
  std::string operator()(const DropSchema& one) const {
    return cpp_call("drop_schema", {cpp_string(one.name)},
                    drop_options(one.if_exists, one.cascade));
  }
  std::string operator()(const CreateExtension& one) const {
    return cpp_call("create_extension", {cpp(one.extension)});
  }
  std::string operator()(const DropExtension& one) const {
    return cpp_call("drop_extension", {cpp_string(one.name)},
                    drop_options(one.if_exists, one.cascade));
  }

  std::string operator()(const CreateEnum& one) const {
    const Enum& made = one.enumeration;
    return with_comment(cpp_call("create_enum", {cpp(made.name), cpp(made.values)}),
                        ObjectKind::enumeration, made.name, made.comment);
  }
  std::string operator()(const DropEnum& one) const {
    return cpp_call("drop_enum", {cpp(one.name)}, drop_options(one.if_exists));
  }
  std::string operator()(const AddEnumValue& one) const {
    CppMembers position;
    position.text("before", one.before)
        .text("after", one.after)
        .flag("if_not_exists", one.if_not_exists);
    return cpp_call("add_enum_value", {cpp(one.name), cpp_string(one.value)}, position);
  }
  std::string operator()(const RenameEnumValue& one) const {
    return cpp_call("rename_enum_value",
                    {cpp(one.name), cpp_string(one.value), cpp_string(one.to)});
  }
  std::string operator()(const RemoveEnumValue& one) const {
    std::vector<CppCode> arguments{cpp(one.name), cpp_string(one.value)};
    if (!one.replacement.empty()) arguments.emplace_back(cpp_string(one.replacement));
    return cpp_call("remove_enum_value", std::move(arguments));
  }
  std::string operator()(const CreateDomain& one) const {
    return cpp_call("create_domain", {values.domain(one.domain)});
  }
  std::string operator()(const DropDomain& one) const {
    return cpp_call("drop_domain", {cpp(one.name)}, drop_options(one.if_exists));
  }
  std::string operator()(const CreateSequence& one) const {
    return cpp_call("create_sequence", {values.sequence(one.sequence)},
                    create_options(one.if_not_exists));
  }
  std::string operator()(const AlterSequence& one) const {
    if (!one.type && !one.owned_by)
      return cpp_call("alter_sequence", {cpp(one.name), cpp(one.options)});
    Sequence whole{.name = one.name, .options = one.options};
    if (one.type) whole.type = *one.type;
    if (one.owned_by) whole.owned_by = *one.owned_by;
    CppMembers parts;
    parts.flag("type", one.type.has_value()).flag("owner", one.owned_by.has_value());
    return cpp_call("alter_sequence", {values.sequence(whole), parts.braced()});
  }
  std::string operator()(const DropSequence& one) const {
    return cpp_call("drop_sequence", {cpp(one.name)}, drop_options(one.if_exists));
  }

  std::string operator()(const CreateView& one) const {
    return cpp_call(one.replace ? "replace_view" : "create_view", {cpp(one.view)});
  }
  std::string operator()(const DropView& one) const {
    return cpp_call(one.materialized ? "drop_materialized_view" : "drop_view", {cpp(one.name)},
                    drop_options(one.if_exists, one.cascade));
  }
  std::string operator()(const RefreshView& one) const {
    std::vector<CppCode> arguments{cpp(one.name)};
    if (one.concurrently) arguments.push_back(cpp_truth(true));
    return cpp_call("refresh_materialized_view", std::move(arguments));
  }
  std::string operator()(const CreateFunction& one) const {
    return cpp_call(one.replace ? "replace_function" : "create_function", {cpp(one.function)});
  }
  std::string operator()(const DropFunction& one) const {
    return cpp_call(one.procedure ? "drop_procedure" : "drop_function",
                    {cpp(one.name), cpp_string(one.signature)}, drop_options(one.if_exists));
  }
  std::string operator()(const CreateTrigger& one) const {
    return cpp_call("create_trigger", {cpp(one.trigger)});
  }
  std::string operator()(const DropTrigger& one) const {
    return cpp_call("drop_trigger", {cpp(one.table), cpp_string(one.name)},
                    drop_options(one.if_exists));
  }
  std::string operator()(const CreatePolicy& one) const {
    return cpp_call("create_policy", {cpp(one.policy)});
  }
  std::string operator()(const DropPolicy& one) const {
    return cpp_call("drop_policy", {cpp(one.table), cpp_string(one.name)},
                    drop_options(one.if_exists));
  }
  std::string operator()(const CreateComposite& one) const {
    return cpp_call("create_composite", {values.composite(one.composite)});
  }
  std::string operator()(const DropComposite& one) const {
    return cpp_call("drop_composite", {cpp(one.name)}, drop_options(one.if_exists));
  }
  std::string operator()(const AlterObject& one) const {
    return std::visit(PrintAltered{values}, one.to);
  }
  std::string operator()(const CreateObject& one) const {
    return cpp_call("create_object", {cpp(one.object)});
  }
  std::string operator()(const DropObject& one) const {
    return cpp_call("drop_object", {cpp_string(one.kind), cpp_string(one.name)});
  }
  std::string operator()(const ChangeSetting& one) const {
    return cpp_call("change_setting", {cpp(one.setting)});
  }
  std::string operator()(const GrantPrivileges& one) const {
    return cpp_call("grant", {cpp(one.grant)});
  }
  std::string operator()(const RevokePrivileges& one) const {
    return cpp_call("revoke", {cpp(one.grant)});
  }
  std::string operator()(const SetComment& one) const {
    switch (one.kind) {
      case ObjectKind::table:
        return cpp_call("set_table_comment", {cpp(one.object), cpp_string(one.comment)});
      case ObjectKind::column: {
        CppMembers options;
        options.add("comment", cpp_string(one.comment));
        return cpp_call("alter_column", {cpp(one.object), cpp_string(one.of)}, options);
      }
      case ObjectKind::extension:
      case ObjectKind::trigger:
      case ObjectKind::policy:
      case ObjectKind::constraint: return comment_in_sql(one);
      case ObjectKind::function:
      case ObjectKind::procedure:
        return comment(one.kind, cpp_string(one.object.text() + "(" + one.signature + ")"),
                       one.comment);
      default: return comment(one.kind, cpp(one.object), one.comment);
    }
  }

  std::string operator()(const Execute& one) const {
    CppMembers options;
    options.text("undo", one.undo)
        .flag("reversible", one.reversible)
        .flag("autocommit", one.autocommit)
        .text("only_on", one.dialect);
    return cpp_call("execute", {cpp_string(one.sql)}, options);
  }
  std::string operator()(const BulkInsert& one) const {
    const auto row = [](const std::vector<Cell>& cells) {
      return cpp_list(cells, [](const Cell& cell) { return cpp(cell); });
    };
    return cpp_call("bulk_insert", {cpp(one.table), cpp(one.columns), cpp_list(one.rows, row)});
  }
  std::string operator()(const Backfill& one) const {
    CppMembers options;
    if (one.key != "id") options.add("key", cpp_string(one.key));
    options.text("undo", one.undo)
        .optional("size", one.size, [](int size) { return std::to_string(size); })
        .text("pause", one.pause)
        .text("where", one.where);
    return cpp_call("backfill", {cpp(one.table), cpp_string(one.sql)}, options);
  }
  std::string operator()(const Verify& one) const {
    return cpp_call("verify", {cpp_string(one.sql)});
  }
};

}  // namespace

std::string print_cpp(const Operation& operation, std::string_view database) {
  return std::visit(PrintOperation{CppValues(database), database}, operation);
}

}  // namespace aludel
