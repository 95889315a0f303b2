#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// What COMMENT ON and GRANT … ON call it; empty for what they have no word for.
std::string_view kind_word(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::schema: return "SCHEMA";
    case ObjectKind::extension: return "EXTENSION";
    case ObjectKind::enumeration: return "TYPE";
    case ObjectKind::domain: return "DOMAIN";
    case ObjectKind::sequence: return "SEQUENCE";
    case ObjectKind::table: return "TABLE";
    case ObjectKind::view: return "VIEW";
    case ObjectKind::materialized_view: return "MATERIALIZED VIEW";
    case ObjectKind::function: return "FUNCTION";
    case ObjectKind::procedure: return "PROCEDURE";
    case ObjectKind::trigger: return "TRIGGER";
    case ObjectKind::policy: return "POLICY";
    case ObjectKind::index: return "INDEX";
    case ObjectKind::constraint: return "CONSTRAINT";
    case ObjectKind::column: return "COLUMN";
  }
  return {};
}

std::string object_sql(ObjectKind kind, const ObjectName& object, const std::string& part,
                       const std::string& signature) {
  switch (kind) {
    case ObjectKind::function:
    case ObjectKind::procedure: return qualified(object) + "(" + signature + ")";
    case ObjectKind::trigger:
    case ObjectKind::policy:
    case ObjectKind::constraint: return ident(part) + " ON " + qualified(object);
    case ObjectKind::column: return qualified(object) + "." + ident(part);
    default: return qualified(object);
  }
}

std::string granted_on(const Grant& grant) {
  switch (grant.kind) {
    case ObjectKind::view:
    case ObjectKind::materialized_view: return "TABLE " + qualified(grant.object);
    case ObjectKind::domain: return "TYPE " + qualified(grant.object);
    case ObjectKind::schema:
    case ObjectKind::enumeration:
    case ObjectKind::sequence:
    case ObjectKind::table:
    case ObjectKind::function:
    case ObjectKind::procedure: break;
    default:
      refuse(
          "PostgreSQL has no privileges on an object of the kind " + lower(kind_word(grant.kind)),
          "grant them on the table that it belongs to");
  }
  return std::string(kind_word(grant.kind)) + " " +
         object_sql(grant.kind, grant.object, "", grant.signature);
}

std::string role_sql(const std::string& role) {
  return role == "PUBLIC" ? role : ident(role);
}

}  // namespace

Statements create_view(const CreateView& operation, const Features& features) {
  const View& view = operation.view;
  if (operation.replace && view.materialized)
    refuse("PostgreSQL cannot replace a materialized view: " + view.name.text(),
           "drop it and create it again");
  std::string sql = std::string("CREATE ") + (operation.replace ? "OR REPLACE " : "") +
                    (view.materialized ? "MATERIALIZED " : "") + "VIEW " + qualified(view.name);
  if (!view.columns.empty()) sql += " (" + ident_list(view.columns) + ")";
  if (!view.options.empty()) sql += " WITH (" + option_list(view.options) + ")";
  Statements statements{{.sql = sql + " AS\n" + view.query}};
  const ObjectKind kind = view.materialized ? ObjectKind::materialized_view : ObjectKind::view;
  append(statements, comment_on(kind, view.name, view.comment));
  for (const Index& index : view.indexes)
    append(statements, create_index({.table = view.name, .index = index}, features));
  return statements;
}

Statements create_trigger(const Trigger& trigger) {
  const std::string name = ident(trigger.name);
  const std::string table = qualified(trigger.table);
  Statements statements{{.sql = std::string("CREATE ") + (trigger.constraint ? "CONSTRAINT " : "") +
                                "TRIGGER " + name + " " + trigger.timing + " ON " + table + " " +
                                trigger.action}};
  if (!trigger.enabled.empty())
    statements.push_back(
        {.sql = "ALTER TABLE " + table + " " + trigger.enabled + " TRIGGER " + name});
  append(statements, comment_on(ObjectKind::trigger, trigger.table, trigger.comment, trigger.name));
  return statements;
}

Statements create_policy(const Policy& policy) {
  std::string sql = "CREATE POLICY " + ident(policy.name) + " ON " + qualified(policy.table);
  if (policy.restrictive) sql += " AS RESTRICTIVE";
  if (policy.command != "ALL") sql += " FOR " + policy.command;
  std::string roles;
  for (const std::string& role : policy.roles)
    roles += (roles.empty() ? "" : ", ") + role_sql(role);
  if (!roles.empty()) sql += " TO " + roles;
  if (!policy.using_expression.empty()) sql += " USING (" + policy.using_expression + ")";
  if (!policy.with_check.empty()) sql += " WITH CHECK (" + policy.with_check + ")";
  Statements statements{{.sql = std::move(sql)}};
  append(statements, comment_on(ObjectKind::policy, policy.table, policy.comment, policy.name));
  return statements;
}

std::string grant_sql(const Grant& grant) {
  return "GRANT " + join(grant.privileges, ", ") + " ON " + granted_on(grant) + " TO " +
         role_sql(grant.role) + (grant.with_grant_option ? " WITH GRANT OPTION" : "");
}

std::string revoke_sql(const Grant& grant) {
  return "REVOKE " + join(grant.privileges, ", ") + " ON " + granted_on(grant) + " FROM " +
         role_sql(grant.role);
}

std::string comment_sql(const SetComment& operation) {
  return "COMMENT ON " + std::string(kind_word(operation.kind)) + " " +
         object_sql(operation.kind, operation.object, operation.of, operation.signature) + " IS " +
         (operation.comment.empty() ? "NULL" : literal(operation.comment));
}

Statements comment_on(ObjectKind kind, const ObjectName& object, const std::string& comment,
                      const std::string& part, const std::string& signature) {
  if (comment.empty()) return {};
  return {{.sql = comment_sql({.kind = kind,
                               .object = object,
                               .of = part,
                               .signature = signature,
                               .comment = comment})}};
}

}  // namespace aludel::postgresql
