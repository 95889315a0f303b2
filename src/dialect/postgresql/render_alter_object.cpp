// What is altered in place to be as it shall be: the statements that lead there.
#include <algorithm>

#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

std::string attribute_sql(const Column& attribute) {
  std::string sql = type_sql(attribute.type);
  if (!attribute.collation.empty()) sql += " COLLATE " + collation_sql(attribute.collation);
  return sql;
}

template <typename Object>
const Object& old_of(const std::vector<Object>& all, const auto& name, const std::string& what) {
  const auto found = std::ranges::find(all, name, &Object::name);
  if (found == all.end()) refuse("there is no " + what + " " + ObjectName(name).text());
  return *found;
}

const Check* find_check(const std::vector<Check>& checks, const std::string& name) {
  const auto found = std::ranges::find(checks, name, &Check::name);
  return found == checks.end() ? nullptr : &*found;
}

bool is_validated(Check from, const Check& to) {
  const bool was_open = from.not_valid;
  from.not_valid = false;
  return was_open && from == to;
}

struct Alter {
  const Catalog& before;

  Statements operator()(const Domain& to) const {
    const Domain& from = old_of(before.domains, to.name, "domain");
    const std::string of = "domain " + to.name.text();
    if (from.type != to.type)
      refuse("PostgreSQL cannot give " + of + " another type",
             "make a new domain and alter the columns to it");
    if (from.collation != to.collation)
      refuse("PostgreSQL cannot give " + of + " another collation",
             "make a new domain and alter the columns to it");
    Statements statements;
    const auto add = [&](const std::string& words) {
      statements.push_back({.sql = "ALTER DOMAIN " + qualified(to.name) + " " + words});
    };
    for (const Check& old : from.checks) {
      const Check* wanted = find_check(to.checks, old.name);
      if (wanted == nullptr || (*wanted != old && !is_validated(old, *wanted)))
        add("DROP CONSTRAINT " + ident(old.name));
    }
    if (from.default_sql != to.default_sql)
      add(to.default_sql ? "SET DEFAULT " + *to.default_sql : "DROP DEFAULT");
    if (from.nullable != to.nullable) add(to.nullable ? "DROP NOT NULL" : "SET NOT NULL");
    for (const Check& wanted : to.checks) {
      const Check* old = find_check(from.checks, wanted.name);
      if (old != nullptr && *old == wanted) continue;
      if (old != nullptr && is_validated(*old, wanted)) {
        add("VALIDATE CONSTRAINT " + ident(wanted.name));
      } else {
        add("ADD CONSTRAINT " + ident(wanted.name) + " CHECK (" + wanted.expression + ")" +
            (wanted.not_valid ? " NOT VALID" : ""));
      }
    }
    return statements;
  }

  Statements operator()(const Enum& to) const { return alter_enum(to, before); }

  Statements operator()(const CompositeType& to) const {
    const CompositeType& from = old_of(before.composites, to.name, "composite type");
    std::vector<std::string> actions;
    const auto find_in = [](const CompositeType& type, const std::string& name) {
      const auto found = std::ranges::find(type.attributes, name, &Column::name);
      return found == type.attributes.end() ? nullptr : &*found;
    };
    Statements comments;
    const auto comment = [&](const Column& attribute) {
      comments.push_back({.sql = comment_sql({.kind = ObjectKind::column,
                                              .object = to.name,
                                              .of = attribute.name,
                                              .comment = attribute.comment})});
    };
    for (const Column& wanted : to.attributes) {
      const Column* old = find_in(from, wanted.name);
      const std::string name = " ATTRIBUTE " + ident(wanted.name);
      if (old == nullptr) {
        actions.push_back("ADD" + name + " " + attribute_sql(wanted));
      } else if (old->type != wanted.type || old->collation != wanted.collation) {
        actions.push_back("ALTER" + name + " TYPE " + attribute_sql(wanted));
      }
      if ((old == nullptr ? std::string() : old->comment) != wanted.comment) comment(wanted);
    }
    for (const Column& old : from.attributes) {
      if (find_in(to, old.name) == nullptr) actions.push_back("DROP ATTRIBUTE " + ident(old.name));
    }
    Statements statements;
    if (!actions.empty())
      statements.push_back({.sql = "ALTER TYPE " + qualified(to.name) + " " + join(actions, ", ")});
    append(statements, std::move(comments));
    return statements;
  }

  Statements operator()(const Extension& to) const {
    const Extension& from = old_of(before.extensions, to.name, "extension");
    const std::string alter = "ALTER EXTENSION " + ident(to.name) + " ";
    Statements statements;
    if (from.version != to.version)
      statements.push_back(
          {.sql = alter + "UPDATE" + (to.version.empty() ? "" : " TO " + literal(to.version))});
    if (from.schema != to.schema) {
      if (to.schema.empty())
        refuse("which schema extension " + to.name + " shall be in is not said",
               "name it: the one that an extension chooses is known to CREATE EXTENSION alone");
      statements.push_back({.sql = alter + "SET SCHEMA " + ident(to.schema)});
    }
    return statements;
  }

  Statements operator()(const View& to) const {
    const View& from = old_of(before.views, to.name, "view");
    const std::string alter = std::string("ALTER ") + (from.materialized ? "MATERIALIZED " : "") +
                              "VIEW " + qualified(to.name) + " ";
    std::string gone;
    for (const auto& [name, value] : from.options) {
      const bool stays =
          std::ranges::any_of(to.options, [&](const auto& option) { return option.first == name; });
      if (!stays) gone += (gone.empty() ? "" : ", ") + qualified(ObjectName(name));
    }
    Statements statements;
    if (!gone.empty()) statements.push_back({.sql = alter + "RESET (" + gone + ")"});
    if (!to.options.empty())
      statements.push_back({.sql = alter + "SET (" + option_list(to.options) + ")"});
    return statements;
  }

  Statements operator()(const OtherObject& to) const {
    const auto found = std::ranges::find_if(before.others, [&](const OtherObject& one) {
      return one.kind == to.kind && one.name == to.name;
    });
    const std::size_t made = found == before.others.end() ? 0 : found->statements.size();
    Statements statements;
    for (std::size_t at = made; at < to.statements.size(); ++at)
      statements.push_back({.sql = to.statements[at]});
    return statements;
  }
};

}  // namespace

Statements create_composite(const CompositeType& type) {
  std::string attributes;
  for (const Column& one : type.attributes)
    attributes += (attributes.empty() ? "" : ", ") + ident(one.name) + " " + attribute_sql(one);
  Statements statements{
      {.sql = "CREATE TYPE " + qualified(type.name) + " AS (" + attributes + ")"}};
  append(statements, comment_on(ObjectKind::enumeration, type.name, type.comment));
  for (const Column& one : type.attributes)
    append(statements, comment_on(ObjectKind::column, type.name, one.comment, one.name));
  return statements;
}

Statements alter_object(const AlterObject& operation, const Catalog& before) {
  return std::visit(Alter{before}, operation.to);
}

}  // namespace aludel::postgresql
