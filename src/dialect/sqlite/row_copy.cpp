#include "dialect/sqlite/row_copy.hpp"

#include "catalog/lookup.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

namespace {

class Copier {
 public:
  explicit Copier(const TableRebuild& rebuild) : rebuild_(rebuild) {}

  RowCopy copy(const std::string& new_name) {
    copy_rowids();
    for (const ColumnSource& source : rebuild_.columns) {
      const Column& column = require_column(rebuild_.target, source.name, rules);
      if (!column.generated && (source.column || !source.using_expression.empty()))
        add(quoted(column.name), value_of(source, column));
    }
    if (into_.empty()) fill_any_column();
    copy_.insert = "INSERT INTO " + quoted(new_name) + " (" + into_ + ")\nSELECT " + values_ +
                   "\nFROM " + quoted(rebuild_.source.name.name);
    return std::move(copy_);
  }

 private:
  void add(const std::string& column, const std::string& value) {
    into_ += (into_.empty() ? "" : ", ") + column;
    values_ += (values_.empty() ? "" : ", ") + value;
  }

  void copy_rowids() {
    if (rowid_alias(rebuild_.target) != nullptr) return;
    const std::string to = rowid_of(rebuild_.target);
    const std::string from = rowid_of(rebuild_.source);
    if (!to.empty() && !from.empty()) add(to, from);
  }

  std::string value_of(const ColumnSource& source, const Column& column) {
    if (!source.using_expression.empty()) return source.using_expression;
    const Column& old = require_column(rebuild_.source, *source.column, rules);
    const std::string value = quoted(old.name);
    const Affinity before = affinity_of(declared_type(old.type, rebuild_.source.strict));
    const Affinity after = affinity_of(declared_type(column.type, rebuild_.target.strict));
    if (before == after) return value;
    if (after == Affinity::text) return "CAST(" + value + " AS TEXT)";
    if (column.type.kind == Type::Kind::bytes) return "CAST(" + value + " AS BLOB)";
    const std::string_view classes = storage_classes(column.type);
    if (!classes.empty() && !rebuild_.target.strict) {
      const std::string name = quoted(column.name);
      copy_.verify.push_back("SELECT typeof(" + name + ") AS found, " + name + " FROM " +
                             quoted(rebuild_.target.name.name) + " WHERE typeof(" + name +
                             ") NOT IN (" + std::string(classes) + ")");
    }
    return value;
  }

  /// No value of an old row is left, and its rowid has no place; the row is.
  void fill_any_column() {
    for (const Column& column : rebuild_.target.columns) {
      if (column.generated) continue;
      add(quoted(column.name), column.default_sql.value_or("NULL"));
      return;
    }
  }

  const TableRebuild& rebuild_;
  std::string into_;
  std::string values_;
  RowCopy copy_;
};

}  // namespace

std::string rowid_of(const Table& table) {
  if (table.without_rowid) return {};
  for (const std::string_view name : {"rowid", "_rowid_", "oid"}) {
    if (find_column(table, name, rules) == nullptr) return std::string(name);
  }
  return {};
}

std::string_view storage_classes(const Type& type) {
  switch (type.kind) {
    case Type::Kind::boolean:
    case Type::Kind::small_int:
    case Type::Kind::integer:
    case Type::Kind::big_int: return "'integer', 'null'";
    case Type::Kind::real:
    case Type::Kind::double_precision:
    case Type::Kind::numeric: return "'integer', 'real', 'null'";
    default: return {};
  }
}

RowCopy row_copy(const TableRebuild& rebuild, const std::string& new_name) {
  return Copier(rebuild).copy(new_name);
}

}  // namespace aludel::sqlite
