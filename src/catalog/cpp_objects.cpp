#include <fmt/format.h>

#include "catalog/cpp_values.hpp"

namespace aludel {

namespace {

CppCode option(const std::pair<std::string, std::string>& pair) {
  return {"", "{}", {cpp_string(pair.first), cpp_string(pair.second)}};
}

CppCode owner(const std::pair<ObjectName, std::string>& column) {
  return {"std::pair<aludel::ObjectName, std::string>",
          "{}",
          {cpp(column.first), cpp_string(column.second)}};
}

}  // namespace

std::string cpp(ObjectKind kind) {
  const auto word = [&]() -> std::string_view {
    switch (kind) {
      case ObjectKind::schema: return "schema";
      case ObjectKind::extension: return "extension";
      case ObjectKind::enumeration: return "enumeration";
      case ObjectKind::domain: return "domain";
      case ObjectKind::sequence: return "sequence";
      case ObjectKind::table: return "table";
      case ObjectKind::view: return "view";
      case ObjectKind::materialized_view: return "materialized_view";
      case ObjectKind::function: return "function";
      case ObjectKind::procedure: return "procedure";
      case ObjectKind::trigger: return "trigger";
      case ObjectKind::policy: return "policy";
      case ObjectKind::index: return "index";
      case ObjectKind::constraint: return "constraint";
      case ObjectKind::column: break;
    }
    return "column";
  };
  return fmt::format("aludel::ObjectKind::{}", word());
}

CppCode CppValues::domain(const Domain& domain) const {
  CppMembers members;
  members.add("name", cpp(domain.name));
  if (domain.type != Type{}) members.add("type", type(domain.type));
  members.flag("nullable", domain.nullable, true)
      .optional("default_sql", domain.default_sql, cpp_string)
      .text("collation", domain.collation)
      .list("checks", domain.checks, [](const Check& one) { return cpp(one); })
      .text("comment", domain.comment);
  return members.braced();
}

CppCode CppValues::composite(const CompositeType& composite) const {
  CppMembers members;
  members.add("name", cpp(composite.name))
      .list("attributes", composite.attributes, [this](const Column& one) { return column(one); })
      .text("comment", composite.comment);
  return members.braced();
}

CppCode CppValues::sequence(const Sequence& sequence) const {
  CppMembers members;
  members.add("name", cpp(sequence.name));
  if (sequence.type != big_int()) members.add("type", type(sequence.type));
  if (sequence.options != SequenceOptions{}) members.add("options", cpp(sequence.options));
  members.optional("owned_by", sequence.owned_by, owner).text("comment", sequence.comment);
  return members.braced();
}

CppCode cpp(const Extension& extension) {
  CppMembers members;
  members.text("name", extension.name)
      .text("schema", extension.schema)
      .text("version", extension.version);
  return members.braced();
}

CppCode cpp(const View& view) {
  CppMembers members;
  members.add("name", cpp(view.name))
      .text("query", view.query)
      .list("columns", view.columns, cpp_string)
      .flag("materialized", view.materialized)
      .list("indexes", view.indexes, [](const Index& one) { return cpp(one); })
      .list("options", view.options, option)
      .text("comment", view.comment);
  return members.braced();
}

CppCode cpp(const Function& function) {
  CppMembers members;
  members.add("name", cpp(function.name))
      .text("arguments", function.arguments)
      .text("signature", function.signature)
      .text("definition", function.definition)
      .flag("procedure", function.procedure)
      .text("comment", function.comment);
  return members.braced();
}

CppCode cpp(const Trigger& trigger) {
  CppMembers members;
  members.text("name", trigger.name)
      .add("table", cpp(trigger.table))
      .text("schema", trigger.schema)
      .text("timing", trigger.timing)
      .text("action", trigger.action)
      .flag("constraint", trigger.constraint)
      .text("enabled", trigger.enabled)
      .text("comment", trigger.comment);
  return members.braced();
}

CppCode cpp(const Policy& policy) {
  CppMembers members;
  members.text("name", policy.name).add("table", cpp(policy.table));
  if (policy.command != Policy{}.command) members.add("command", cpp_string(policy.command));
  members.flag("restrictive", policy.restrictive)
      .list("roles", policy.roles, cpp_string)
      .text("using_expression", policy.using_expression)
      .text("with_check", policy.with_check)
      .text("comment", policy.comment);
  return members.braced();
}

CppCode cpp(const OtherObject& object) {
  CppMembers members;
  members.text("kind", object.kind)
      .text("name", object.name)
      .list("statements", object.statements, cpp_string);
  if (!object.table.empty()) members.add("table", cpp(object.table));
  return members.braced();
}

CppCode cpp(const ObjectSetting& setting) {
  CppMembers members;
  members.text("kind", setting.kind)
      .add("object", cpp(setting.object))
      .text("part", setting.part)
      .add("value", cpp_string(setting.value));  // said even where it is empty: back to the default
  return members.braced();
}

CppCode cpp(const Grant& grant) {
  CppMembers members;
  if (grant.kind != ObjectKind::table) members.add("kind", cpp(grant.kind));
  members.add("object", cpp(grant.object))
      .text("signature", grant.signature)
      .text("role", grant.role)
      .list("privileges", grant.privileges, cpp_string)
      .flag("with_grant_option", grant.with_grant_option);
  return members.braced();
}

}  // namespace aludel
