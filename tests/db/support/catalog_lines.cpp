#include "db/support/catalog_lines.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace aludel::testing {

namespace {

using Lines = std::vector<std::string>;
using Options = std::vector<std::pair<std::string, std::string>>;

/// One line: what it is of, then those facts that are not empty.
class Line {
 public:
  explicit Line(std::string head) : text_(std::move(head)) {}
  Line& add(const std::string& name, const std::string& value) {
    if (!value.empty()) text_ += " " + name + "=" + value;
    return *this;
  }
  Line& add(const std::string& name, const std::optional<std::string>& value) {
    if (value) text_ += " " + name + "=" + *value;
    return *this;
  }
  Line& add_number(const std::string& name, std::optional<long long> value) {
    if (value) text_ += " " + name + "=" + std::to_string(*value);
    return *this;
  }
  Line& add(const std::string& name, bool value) {
    if (value) text_ += " " + name;
    return *this;
  }
  Line& add(const std::string& name, const char* value) { return add(name, std::string(value)); }
  Line& add(const std::string& name, const Lines& values) {
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "" : ",") + value;
    return add(name, values.empty() ? "" : "(" + list + ")");
  }
  Line& add(const std::string& name, const Options& options) {
    Lines values;
    for (const auto& [key, value] : options) {
      values.push_back(key);
      values.back() += "=" + value;
    }
    return add(name, values);
  }
  Line& add(const Type& type) {
    text_ += " type=" + std::to_string(static_cast<int>(type.kind)) + type.name;
    if (type.size) text_ += "(" + std::to_string(*type.size);
    if (type.scale) text_ += "," + std::to_string(*type.scale);
    if (type.size) text_ += ")";
    for (int at = 0; at < type.dimensions; ++at) text_ += "[]";
    return *this;
  }
  Line& add(const SequenceOptions& options) {
    return add_number("start", options.start)
        .add_number("increment", options.increment)
        .add_number("min", options.min_value)
        .add_number("max", options.max_value)
        .add_number("cache", options.cache)
        .add("cycle", options.cycle);
  }
  Line& add(Deferral deferral) {
    return add("deferral", deferral == Deferral::never        ? ""
                           : deferral == Deferral::deferrable ? "deferrable"
                                                              : "initially");
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string line(const Column& column, const std::string& of) {
  Line line(of + " column " + column.name);
  line.add(column.type).add("not-null", !column.nullable).add("default", column.default_sql);
  if (column.identity)
    line.add("identity", column.identity->always ? "always" : "default")
        .add(column.identity->options);
  if (column.generated)
    line.add(column.generated->stored ? "stored" : "virtual", column.generated->expression);
  return line.add("collation", column.collation).add("comment", column.comment).text();
}

struct ConstraintLine {
  std::string of;
  std::string operator()(const PrimaryKey& key) const {
    return Line(of + " primary key " + key.name)
        .add("on", key.columns)
        .add("include", key.include)
        .text();
  }
  std::string operator()(const Unique& unique) const {
    return Line(of + " unique " + unique.name)
        .add("on", unique.columns)
        .add("include", unique.include)
        .add("nulls-not-distinct", unique.nulls_not_distinct)
        .add(unique.deferral)
        .text();
  }
  std::string operator()(const ForeignKey& key) const {
    return Line(of + " foreign key " + key.name)
        .add("on", key.columns)
        .add("to", key.table.text())
        .add("referred", key.referred)
        .add("delete", std::to_string(static_cast<int>(key.on_delete)))
        .add("update", std::to_string(static_cast<int>(key.on_update)))
        .add("full", key.match_full)
        .add(key.deferral)
        .add("not-valid", key.not_valid)
        .text();
  }
  std::string operator()(const Check& check) const {
    return Line(of + " check " + check.name)
        .add("that", check.expression)
        .add("not-valid", check.not_valid)
        .add("no-inherit", check.no_inherit)
        .text();
  }
  std::string operator()(const Exclusion& exclusion) const {
    Line line(of + " exclude " + exclusion.name);
    line.add("using", exclusion.method);
    for (const Exclusion::Element& element : exclusion.elements)
      line.add("element", element.expression + " with " + element.op).add("class", element.opclass);
    return line.add("where", exclusion.where).add(exclusion.deferral).text();
  }
};

std::string line(const Index& index, const std::string& of) {
  Line line(of + " index " + index.name);
  line.add("unique", index.unique).add("using", index.method);
  for (const IndexPart& part : index.parts) {
    line.add("column", part.column).add("expression", part.expression);
    line.add("descending", part.descending);
    if (part.nulls_first) line.add("nulls", *part.nulls_first ? "first" : "last");
    line.add("collation", part.collation).add("class", part.opclass);
  }
  return line.add("include", index.include)
      .add("where", index.where)
      .add("nulls-not-distinct", index.nulls_not_distinct)
      .add("options", index.options)
      .add("comment", index.comment)
      .text();
}

void add(const Table& table, Lines& lines) {
  const std::string of = "table " + table.name.text();
  Line line_of_table(of);
  Lines parents;
  for (const ObjectName& parent : table.inherits) parents.push_back(parent.text());
  line_of_table.add("comment", table.comment)
      .add("unlogged", table.unlogged)
      .add("partition-by", table.partition_by)
      .add("inherits", parents)
      .add("options", table.options)
      .add("row-security", table.row_security)
      .add("forced", table.force_row_security)
      .add("strict", table.strict)
      .add("without-rowid", table.without_rowid);
  if (table.partition_of)
    line_of_table.add("partition-of", table.partition_of->parent.text())
        .add("bound", table.partition_of->bound);
  lines.push_back(line_of_table.text());
  for (const Column& column : table.columns) lines.push_back(line(column, of));
  for (const Constraint& constraint : table.constraints)
    lines.push_back(std::visit(ConstraintLine{of}, constraint));
  for (const Index& index : table.indexes) lines.push_back(line(index, of));
}

void add(const View& view, Lines& lines) {
  const std::string of = (view.materialized ? "materialized view " : "view ") + view.name.text();
  lines.push_back(Line(of)
                      .add("as", view.query)
                      .add("columns", view.columns)
                      .add("options", view.options)
                      .add("comment", view.comment)
                      .text());
  for (const Index& index : view.indexes) lines.push_back(line(index, of));
}

void add(const Domain& domain, Lines& lines) {
  const std::string of = "domain " + domain.name.text();
  lines.push_back(Line(of)
                      .add(domain.type)
                      .add("not-null", !domain.nullable)
                      .add("default", domain.default_sql)
                      .add("collation", domain.collation)
                      .add("comment", domain.comment)
                      .text());
  for (const Check& check : domain.checks) lines.push_back(ConstraintLine{of}(check));
}

void add(const Sequence& sequence, Lines& lines) {
  Line line("sequence " + sequence.name.text());
  line.add(sequence.type).add(sequence.options).add("comment", sequence.comment);
  if (sequence.owned_by)
    line.add("of", sequence.owned_by->first.text() + "." + sequence.owned_by->second);
  lines.push_back(line.text());
}

void add(const Function& function, Lines& lines) {
  lines.push_back(Line((function.procedure ? "procedure " : "function ") + function.name.text() +
                       "(" + function.signature + ")")
                      .add("arguments", function.arguments)
                      .add("is", function.definition)
                      .add("comment", function.comment)
                      .text());
}

void add(const Trigger& trigger, Lines& lines) {
  lines.push_back(Line("trigger " + trigger.name + " on " + trigger.table.text())
                      .add("schema", trigger.schema)
                      .add("constraint", trigger.constraint)
                      .add("timing", trigger.timing)
                      .add("action", trigger.action)
                      .add("enabled", trigger.enabled)
                      .add("comment", trigger.comment)
                      .text());
}

void add(const Policy& policy, Lines& lines) {
  lines.push_back(Line("policy " + policy.name + " on " + policy.table.text())
                      .add("for", policy.command)
                      .add("restrictive", policy.restrictive)
                      .add("to", policy.roles)
                      .add("using", policy.using_expression)
                      .add("check", policy.with_check)
                      .add("comment", policy.comment)
                      .text());
}

void add(const Grant& grant, Lines& lines) {
  lines.push_back(Line("grant on " + std::to_string(static_cast<int>(grant.kind)) + " " +
                       grant.object.text() + "(" + grant.signature + ")")
                      .add("to", grant.role)
                      .add("privileges", grant.privileges)
                      .add("with-grant-option", grant.with_grant_option)
                      .text());
}

}  // namespace

Lines lines_of(const Catalog& catalog) {
  Lines lines;
  for (const Schema& schema : catalog.schemas)
    lines.push_back(Line("schema " + schema.name).add("comment", schema.comment).text());
  for (const Extension& extension : catalog.extensions)
    lines.push_back(Line("extension " + extension.name)
                        .add("schema", extension.schema)
                        .add("version", extension.version)
                        .text());
  for (const Enum& type : catalog.enums)
    lines.push_back(Line("enum " + type.name.text())
                        .add("values", type.values)
                        .add("comment", type.comment)
                        .text());
  for (const Domain& domain : catalog.domains) add(domain, lines);
  for (const Sequence& sequence : catalog.sequences) add(sequence, lines);
  for (const Table& table : catalog.tables) add(table, lines);
  for (const View& view : catalog.views) add(view, lines);
  for (const Function& function : catalog.functions) add(function, lines);
  for (const Trigger& trigger : catalog.triggers) add(trigger, lines);
  for (const Policy& policy : catalog.policies) add(policy, lines);
  for (const Grant& grant : catalog.grants) add(grant, lines);
  return lines;
}

std::string differences(const Catalog& expected, const Catalog& found) {
  std::string text;
  const Lines wanted = lines_of(expected);
  const Lines there = lines_of(found);
  const auto add = [&text](const char* sign, const Lines& of, const Lines& others) {
    for (const std::string& line : of) {
      if (std::ranges::find(others, line) == others.end()) text += sign + line + "\n";
    }
  };
  add("- ", wanted, there);
  add("+ ", there, wanted);
  return text.empty() ? "the same lines, in another order\n" : text;
}

}  // namespace aludel::testing
