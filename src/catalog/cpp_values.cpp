#include "catalog/cpp_values.hpp"

#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace aludel {

namespace {

CppCode word(const std::string& text) {
  return cpp_string(text);
}

CppCode number(long long value) {
  // There is no literal of the least one.
  if (value == std::numeric_limits<long long>::min()) return std::to_string(value + 1) + " - 1";
  return std::to_string(value);
}

CppCode truth(bool value) {
  return std::string(value ? "true" : "false");
}

using Options = std::vector<std::pair<std::string, std::string>>;
CppCode option(const Options::value_type& pair) {
  return {"", "{}", {cpp_string(pair.first), cpp_string(pair.second)}};
}

void add_deferral(CppMembers& members, Deferral deferral) {
  if (deferral == Deferral::never) return;
  members.add("deferral", std::string(deferral == Deferral::deferrable
                                          ? "aludel::Deferral::deferrable"
                                          : "aludel::Deferral::initially_deferred"));
}

void add_action(CppMembers& members, std::string_view name, Action action) {
  const auto add = [&](const char* word) {
    members.add(name, std::string("aludel::Action::") + word);
  };
  switch (action) {
    case Action::none: return;
    case Action::restrict: return add("restrict");
    case Action::cascade: return add("cascade");
    case Action::set_null: return add("set_null");
    case Action::set_default: return add("set_default");
  }
}

CppCode element(const Exclusion::Element& one) {
  CppMembers members;
  members.text("expression", one.expression).text("op", one.op).text("opclass", one.opclass);
  return members.braced();
}

CppCode part(const IndexPart& one) {
  CppMembers members;
  members.text("column", one.column)
      .text("expression", one.expression)
      .flag("descending", one.descending)
      .optional("nulls_first", one.nulls_first, truth)
      .text("collation", one.collation)
      .text("opclass", one.opclass);
  return members.braced();
}

CppCode typed(std::string_view type, CppCode value) {
  value.head = fmt::format("aludel::{}", type);
  return value;
}

struct PrintConstraint {
  CppCode operator()(const PrimaryKey& key) const { return typed("PrimaryKey", cpp(key)); }
  CppCode operator()(const Unique& one) const { return typed("Unique", cpp(one)); }
  CppCode operator()(const ForeignKey& key) const { return typed("ForeignKey", cpp(key)); }
  CppCode operator()(const Check& check) const { return typed("Check", cpp(check)); }
  CppCode operator()(const Exclusion& one) const { return typed("Exclusion", cpp(one)); }
};

}  // namespace

std::string cpp(const ObjectName& name) {
  if (ObjectName(name.text()) == name) return cpp_string(name.text());
  return fmt::format("aludel::ObjectName({}, {})", cpp_string(name.schema), cpp_string(name.name));
}

std::string cpp(const Cell& cell) {
  if (cell.kind == Cell::Kind::null) return "nullptr";
  if (cell.kind == Cell::Kind::text) return cpp_string(cell.value);
  if (cell.value == "true" || cell.value == "false") return cell.value;
  long long number = 0;
  const char* end = cell.value.data() + cell.value.size();
  const auto read = std::from_chars(cell.value.data(), end, number);
  const bool is_number = read.ec == std::errc{} && read.ptr == end &&
                         std::to_string(number) == cell.value &&
                         number != std::numeric_limits<long long>::min();
  return is_number ? cell.value : "aludel::sql(" + cpp_string(cell.value) + ")";
}

CppCode cpp(const SequenceOptions& options) {
  CppMembers members;
  members.optional("start", options.start, number)
      .optional("increment", options.increment, number)
      .optional("min_value", options.min_value, number)
      .optional("max_value", options.max_value, number)
      .optional("cache", options.cache, number)
      .flag("cycle", options.cycle);
  return members.braced();
}

CppCode cpp(const Identity& identity) {
  CppMembers members;
  members.flag("always", identity.always);
  if (identity.options != SequenceOptions{}) members.add("options", cpp(identity.options));
  return members.braced("aludel::Identity");
}

CppCode cpp(const Generated& generated) {
  CppMembers members;
  members.text("expression", generated.expression).flag("stored", generated.stored, true);
  return members.braced("aludel::Generated");
}

CppCode cpp(const PrimaryKey& key) {
  CppMembers members;
  members.text("name", key.name)
      .list("columns", key.columns, word)
      .list("include", key.include, word);
  add_deferral(members, key.deferral);
  return members.braced();
}

CppCode cpp(const Unique& unique) {
  CppMembers members;
  members.text("name", unique.name)
      .list("columns", unique.columns, word)
      .list("include", unique.include, word)
      .flag("nulls_not_distinct", unique.nulls_not_distinct);
  add_deferral(members, unique.deferral);
  return members.braced();
}

CppCode cpp(const ForeignKey& key) {
  CppMembers members;
  members.text("name", key.name).list("columns", key.columns, word);
  if (key.table != ObjectName{}) members.add("table", cpp(key.table));
  members.list("referred", key.referred, word);
  add_action(members, "on_delete", key.on_delete);
  add_action(members, "on_update", key.on_update);
  members.flag("match_full", key.match_full);
  add_deferral(members, key.deferral);
  members.flag("not_valid", key.not_valid).list("set_columns", key.set_columns, word);
  return members.braced();
}

CppCode cpp(const Check& check) {
  CppMembers members;
  members.text("name", check.name)
      .text("expression", check.expression)
      .flag("not_valid", check.not_valid)
      .flag("no_inherit", check.no_inherit);
  return members.braced();
}

CppCode cpp(const Exclusion& exclusion) {
  CppMembers members;
  members.text("name", exclusion.name);
  if (exclusion.method != Exclusion{}.method) members.add("method", cpp_string(exclusion.method));
  members.list("elements", exclusion.elements, element).text("where", exclusion.where);
  add_deferral(members, exclusion.deferral);
  return members.braced();
}

CppCode cpp(const Constraint& constraint) {
  return std::visit(PrintConstraint{}, constraint);
}

CppCode cpp(const Index& index) {
  CppMembers members;
  members.text("name", index.name)
      .list("parts", index.parts, part)
      .flag("unique", index.unique)
      .text("method", index.method)
      .list("include", index.include, word)
      .text("where", index.where)
      .flag("nulls_not_distinct", index.nulls_not_distinct)
      .list("options", index.options, option)
      .text("comment", index.comment);
  return members.braced();
}

CppCode cpp(const PartitionOf& partition) {
  CppMembers members;
  members.add("parent", cpp(partition.parent)).text("bound", partition.bound);
  return members.braced();
}

CppCode cpp(const std::vector<std::string>& texts) {
  return cpp_list(texts, word);
}

CppCode CppValues::column(const Column& column) const {
  CppMembers members;
  members.text("name", column.name);
  // Without one it would be refused as forgotten.
  members.add("type", type(column.type == Type{} ? text().on("sqlite", "") : column.type));
  members.flag("nullable", column.nullable, true)
      .optional("default_sql", column.default_sql, word)
      .optional("identity", column.identity, [](const Identity& one) { return cpp(one); })
      .optional("generated", column.generated, [](const Generated& one) { return cpp(one); })
      .text("collation", column.collation)
      .text("comment", column.comment)
      .flag("inherited", column.inherited);
  return members.braced();
}

CppCode CppValues::table(const Table& table) const {
  CppMembers members;
  members.add("name", cpp(table.name))
      .list("columns", table.columns, [this](const Column& one) { return column(one); })
      .list("constraints", table.constraints, [](const Constraint& one) { return cpp(one); })
      .list("indexes", table.indexes, [](const Index& one) { return cpp(one); })
      .text("comment", table.comment)
      .flag("unlogged", table.unlogged)
      .text("partition_by", table.partition_by)
      .optional("partition_of", table.partition_of,
                [](const PartitionOf& one) { return typed("PartitionOf", cpp(one)); })
      .list("inherits", table.inherits, [](const ObjectName& one) { return cpp(one); })
      .list("options", table.options, option)
      .flag("row_security", table.row_security)
      .flag("force_row_security", table.force_row_security)
      .flag("strict", table.strict)
      .flag("without_rowid", table.without_rowid)
      .list("beyond", table.beyond, word);
  return members.braced();
}

}  // namespace aludel
