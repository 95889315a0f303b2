#include "dialect/sqlite/rows_in_the_way.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/row_copy.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

namespace {

constexpr const char* const by_expression = "say how they become so: `.using_expression = …`";

/// With the table before it: alone, SQLite would take the name of a column that is not there for a
/// text.
std::string column_of(const Table& table, const std::string& column) {
  return quoted(table.name.name) + "." + quoted(column);
}

/// The columns that tell which row it is, and those that are looked at.
std::string shown_columns(const Table& table, const std::vector<std::string>& looked_at) {
  std::vector<std::string> names;
  if (const PrimaryKey* key = primary_key(table)) {
    names = key->columns;
  } else if (std::string rowid = rowid_of(table); !rowid.empty()) {
    names.push_back(std::move(rowid));
  }
  for (const std::string& name : looked_at) {
    if (!contains_name(names, name, rules)) names.push_back(name);
  }
  std::vector<std::string> columns;
  for (const std::string& name : names)
    columns.push_back(column_of(table, name) + " AS " + quoted(name));
  return join(columns, ", ");
}

/// Rows that have the same in all of `terms` as another one has.
std::string same_in_several(const Table& table, const std::vector<std::string>& terms,
                            const std::string& where) {
  const std::string from = " FROM " + quoted(table.name.name) + " WHERE ";
  const std::string of_these = where.empty() ? "" : "(" + where + ") AND ";
  const std::string list = join(terms, ", ");
  return from.substr(1) + of_these + "(" + list + ") IN (SELECT " + list + from + of_these +
         join(terms, " IS NOT NULL AND ") + " IS NOT NULL GROUP BY " + list +
         " HAVING count(*) > 1) ORDER BY " + list;
}

std::string are_the_same(const std::vector<std::string>& names) {
  return join(names, ", ") + (names.size() == 1 ? " is" : " are") + " the same in several";
}

/// A value as a column of numbers keeps it: as a number where the text is one. (CAST alone would
/// take '12abc' for 12.)
std::string as_number(const std::string& value) {
  const std::string number = "CAST(" + value + " AS NUMERIC)";
  return "CASE WHEN " + number + " = " + value + " THEN " + number + " ELSE " + value + " END";
}

/// Whether the value is no whole number once it is in a column of them: 3.0 becomes 3 there.
std::string is_not_whole(const std::string& value) {
  const std::string number = "(" + as_number(value) + ")";
  return "typeof(" + number + ") NOT IN ('integer', 'null') AND NOT (typeof(" + number +
         ") = 'real' AND " + number + " = CAST(" + number + " AS INTEGER))";
}

std::string is_no_number(const std::string& value) {
  return "typeof(" + as_number(value) + ") NOT IN ('integer', 'real', 'null')";
}

/// Which values a column of the new table would not take, or should not hold; empty: it takes all.
std::string does_not_fit(const std::string& value, const Column& old, bool was_strict,
                         const Column& column, bool is_strict) {
  const std::string declared = declared_type(column.type, is_strict);
  const Affinity before = affinity_of(declared_type(old.type, was_strict));
  const Affinity after = affinity_of(declared);
  const std::string_view classes = storage_classes(column.type);
  if (is_strict && (after == Affinity::text || equal_ignoring_case(declared, "BLOB"))) {
    if (before != after) return {};  // the copy casts them
    return "typeof(" + value + ") NOT IN ('" + (after == Affinity::text ? "text" : "blob") +
           "', 'null')";
  }
  if (is_strict) {
    if (after == Affinity::integer) return is_not_whole(value);
    return after == Affinity::real ? is_no_number(value) : "";
  }
  if (classes.empty() || before == after) return {};
  return classes.contains("real") ? is_no_number(value) : is_not_whole(value);
}

class Looker {
 public:
  explicit Looker(const TableRebuild& rebuild)
      : rebuild_(rebuild), source_(rebuild.source), target_(rebuild.target) {}

  std::vector<RowsInTheWay> look() {
    for (const Constraint& constraint : target_.constraints) {
      const bool is_old =
          std::ranges::find(source_.constraints, constraint) != source_.constraints.end();
      if (const auto* key = std::get_if<PrimaryKey>(&constraint)) {
        look_at_key(*key, is_old);
      } else if (const auto* unique = std::get_if<Unique>(&constraint); unique && !is_old) {
        look_at_same(constraint, unique->columns);
      } else if (const auto* check = std::get_if<Check>(&constraint); check && !is_old) {
        look_at_check(*check);
      }
    }
    for (const Column& column : target_.columns) look_at_type(column);
    return std::move(found_);
  }

 private:
  /// The old table's column, where its values come over under the same name and by no expression.
  [[nodiscard]] const Column* source_of(const std::string& name) const {
    const auto source = std::ranges::find_if(rebuild_.columns, [&](const ColumnSource& one) {
      return same_name(one.name, name, rules);
    });
    const bool is_plain = source != rebuild_.columns.end() && source->column &&
                          same_name(*source->column, name, rules) &&
                          source->using_expression.empty();
    return is_plain ? find_column(source_, name, rules) : nullptr;
  }
  [[nodiscard]] bool comes_as_it_is(const std::string& name) const {
    const Column* old = source_of(name);
    const Column* column = find_column(target_, name, rules);
    return old != nullptr && column != nullptr && old->type == column->type &&
           old->collation == column->collation && !column->generated;
  }
  [[nodiscard]] bool come_as_they_are(const std::vector<std::string>& names) const {
    return std::ranges::all_of(names,
                               [&](const std::string& name) { return comes_as_it_is(name); });
  }

  void add(std::string of, std::string why, std::string from,
           const std::vector<std::string>& columns, std::string way = {}) {
    found_.push_back({.table = source_.name,
                      .of = std::move(of),
                      .why = std::move(why),
                      .from = std::move(from),
                      .shown = shown_columns(source_, columns),
                      .way = std::move(way)});
  }
  [[nodiscard]] std::string rows_where(const std::string& condition) const {
    return "FROM " + quoted(source_.name.name) + " WHERE " + condition;
  }

  void look_at_same(const Constraint& constraint, const std::vector<std::string>& columns) {
    if (!come_as_they_are(columns)) return;
    std::vector<std::string> terms;
    for (const std::string& column : columns) terms.push_back(column_of(source_, column));
    add(describe(constraint), are_the_same(columns), same_in_several(source_, terms, {}), columns);
  }

  void look_at_key(const PrimaryKey& key, bool is_old) {
    const Column* alias = rowid_alias(target_);
    if (alias != nullptr && rowid_alias(source_) == nullptr && source_of(alias->name) != nullptr)
      add(describe(key), alias->name + " is no whole number there",
          rows_where(is_not_whole(column_of(source_, alias->name))), {alias->name});
    if (is_old) return;
    for (const std::string& column : key.columns) {
      if (source_of(column) != nullptr)
        add(describe(key), column + " is NULL there",
            rows_where(column_of(source_, column) + " IS NULL"), {column});
    }
    look_at_same(key, key.columns);
  }

  void look_at_check(const Check& check) {
    std::vector<std::string> columns;
    for (const Column& column : target_.columns) {
      if (names_column(check.expression, column.name, target_.name, rules))
        columns.push_back(column.name);
    }
    if (!come_as_they_are(columns)) return;
    add(describe(Constraint(check)), check.expression + " is false there",
        rows_where("NOT (" + check.expression + ")"), columns);
  }

  void look_at_type(const Column& column) {
    const Column* old = source_of(column.name);
    const bool is_same = old != nullptr && old->type == column.type &&
                         source_.strict == target_.strict && !old->generated;
    if (old == nullptr || is_same || old->generated || column.generated) return;
    const Column* alias = rowid_alias(target_);
    if (alias == &column) return;  // as a key it is looked at already, or held whole numbers before
    const std::string condition =
        does_not_fit(column_of(source_, old->name), *old, source_.strict, column, target_.strict);
    if (condition.empty()) return;
    add("type " + declared_type(column.type, target_.strict) + " of column " + column.name,
        "it holds something else there", rows_where(condition), {old->name}, by_expression);
  }

  const TableRebuild& rebuild_;
  const Table& source_;
  const Table& target_;
  std::vector<RowsInTheWay> found_;
};

}  // namespace

std::vector<RowsInTheWay> rows_in_the_way(const TableRebuild& rebuild) {
  return Looker(rebuild).look();
}

std::vector<RowsInTheWay> rows_in_the_way(const Index& index, const Table& table) {
  if (!index.unique) return {};
  std::vector<std::string> terms;
  std::vector<std::string> shown;
  std::vector<std::string> columns;
  for (const IndexPart& part : index.parts) {
    if (!part.column.empty()) columns.push_back(part.column);
    shown.push_back(part.column.empty() ? part.expression : part.column);
    terms.push_back(part.column.empty() ? "(" + part.expression + ")"
                                        : column_of(table, part.column));
    if (!part.collation.empty()) terms.back() += " COLLATE " + quoted(part.collation);
  }
  return {{.table = table.name,
           .of = "unique index " + index.name,
           .why = are_the_same(shown),
           .from = same_in_several(table, terms, index.where),
           .shown = shown_columns(table, columns),
           .way = {}}};
}

}  // namespace aludel::sqlite
