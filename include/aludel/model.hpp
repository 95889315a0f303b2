#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/cell.hpp"
#include "aludel/names.hpp"

/// Short ways to write the values of `table.hpp` and `catalog.hpp`. What they give are those
/// values, sorted: a table written here, by its struct or by `members.hpp` is the same one.
///
/// Example:
/// ```cpp
/// using namespace aludel;
/// const Catalog shop = models(
///     NamingConvention{.ix = "ix_%(column_0_label)s"},
///     table("assets", column("id", big_int()).identity().primary_key(),
///           column("symbol", varchar(8)).not_null().unique(),
///           column("price", numeric(12, 2)).default_value(0).check("price >= 0")),
///     table("prices", column("asset_id", big_int()).references("assets", "id").on_delete(cascade),
///           column("day", date()).not_null(), primary_key({"asset_id", "day"}),
///           index("ix_prices_day", {desc("day"), "asset_id"}).where("day > '2026-01-01'")));
/// ```
namespace aludel {

inline constexpr Action cascade = Action::cascade;
inline constexpr Action set_null = Action::set_null;
inline constexpr Action set_default = Action::set_default;

/// A text, number or truth as a default's SQL: `'it''s'`, `0`, `true`.
[[nodiscard]] std::string default_sql(const Cell& value);

/// A part of an index: a column, or what `desc`, `expression` give.
class IndexItem {
 public:
  IndexItem(const char* column) : part_{.column = column} {}             // NOLINT: converts
  IndexItem(std::string column) : part_{.column = std::move(column)} {}  // NOLINT
  IndexItem(IndexPart part) : part_(std::move(part)) {}                  // NOLINT

  IndexItem& desc() { return part_.descending = true, *this; }
  IndexItem& nulls_first(bool first = true) { return part_.nulls_first = first, *this; }
  IndexItem& collate(std::string collation) {
    return part_.collation = std::move(collation), *this;
  }
  IndexItem& opclass(std::string name) { return part_.opclass = std::move(name), *this; }

  [[nodiscard]] const IndexPart& part() const { return part_; }

 private:
  IndexPart part_;
};

[[nodiscard]] inline IndexItem desc(IndexItem item) {
  return item.desc();
}
/// Without outer parentheses: `expression("lower(email)")`.
[[nodiscard]] inline IndexItem expression(std::string sql) {
  return IndexPart{.expression = std::move(sql)};
}

/// An index, for `table` or `Operations::create_index`.
class IndexModel {
 public:
  IndexModel(std::string name, std::initializer_list<IndexItem> items) {
    index_.name = std::move(name);
    for (const IndexItem& item : items) index_.parts.push_back(item.part());
  }

  IndexModel& unique() { return index_.unique = true, *this; }
  IndexModel& where(std::string condition) { return index_.where = std::move(condition), *this; }
  IndexModel& include(std::vector<std::string> columns) {
    return index_.include = std::move(columns), *this;
  }
  IndexModel& using_method(std::string method) { return index_.method = std::move(method), *this; }
  IndexModel& nulls_not_distinct() { return index_.nulls_not_distinct = true, *this; }
  /// WITH (name = value)
  IndexModel& option(std::string name, std::string value) {
    return index_.options.emplace_back(std::move(name), std::move(value)), *this;
  }
  IndexModel& comment(std::string text) { return index_.comment = std::move(text), *this; }

  operator Index() const { return index_; }  // NOLINT: meant to convert

 private:
  Index index_;
};

/// @param name  empty: from the naming convention
[[nodiscard]] inline IndexModel index(std::string name, std::initializer_list<IndexItem> items) {
  return {std::move(name), items};
}

/// A foreign key, for `table` or `Operations::create_foreign_key`.
class ForeignKeyModel {
 public:
  explicit ForeignKeyModel(ForeignKey key) : key_(std::move(key)) {}

  ForeignKeyModel& named(std::string name) { return key_.name = std::move(name), *this; }
  ForeignKeyModel& on_delete(Action action) { return key_.on_delete = action, *this; }
  ForeignKeyModel& on_update(Action action) { return key_.on_update = action, *this; }
  ForeignKeyModel& deferred(Deferral when) { return key_.deferral = when, *this; }
  ForeignKeyModel& match_full() { return key_.match_full = true, *this; }
  ForeignKeyModel& not_valid() { return key_.not_valid = true, *this; }

  operator ForeignKey() const { return key_; }  // NOLINT: meant to convert

 private:
  ForeignKey key_;
};

[[nodiscard]] inline ForeignKeyModel foreign_key(std::vector<std::string> columns, ObjectName table,
                                                 std::vector<std::string> referred = {}) {
  return ForeignKeyModel(ForeignKey{
      .columns = std::move(columns), .table = std::move(table), .referred = std::move(referred)});
}

/// A column with what is said of it alone; `table` makes constraints and indexes of the latter.
class ColumnModel {
 public:
  ColumnModel(std::string name, Type type) {
    column_.name = std::move(name);
    column_.type = std::move(type);
  }

  ColumnModel& not_null() { return column_.nullable = false, *this; }
  ColumnModel& nullable() { return column_.nullable = true, *this; }
  /// A text, number or truth.
  ColumnModel& default_value(const Cell& value) {
    return column_.default_sql = aludel::default_sql(value), *this;
  }
  ColumnModel& default_expression(std::string sql) {
    return column_.default_sql = std::move(sql), *this;
  }
  ColumnModel& identity(Identity identity = {}) { return column_.identity = identity, *this; }
  /// @param stored  false: computed when read
  ColumnModel& generated(std::string expression, bool stored = true) {
    return column_.generated = Generated{std::move(expression), stored}, *this;
  }
  ColumnModel& collate(std::string collation) {
    return column_.collation = std::move(collation), *this;
  }
  ColumnModel& comment(std::string text) { return column_.comment = std::move(text), *this; }

  /// Several of a table's columns: one key of all of them, in order. Such a column is NOT NULL.
  ColumnModel& primary_key() { return in_key_ = true, not_null(); }
  ColumnModel& unique(std::string name = {}) {
    return constraints_.emplace_back(Unique{.name = std::move(name), .columns = {column_.name}}),
           *this;
  }
  ColumnModel& check(std::string condition, std::string name = {}) {
    return constraints_.emplace_back(
               Check{.name = std::move(name), .expression = std::move(condition)}),
           *this;
  }
  /// @param column  empty: the primary key
  ColumnModel& references(ObjectName table, std::string column = {}, std::string name = {}) {
    ForeignKey key{.name = std::move(name), .columns = {column_.name}, .table = std::move(table)};
    if (!column.empty()) key.referred.push_back(std::move(column));
    return keys_.push_back(std::move(key)), *this;
  }
  /// Of the last `references`.
  ColumnModel& on_delete(Action action) { return keys_.back().on_delete = action, *this; }
  ColumnModel& on_update(Action action) { return keys_.back().on_update = action, *this; }
  ColumnModel& deferred(Deferral when) { return keys_.back().deferral = when, *this; }
  /// @param name  empty: from the naming convention
  ColumnModel& index(std::string name = {}) {
    return indexes_.push_back(Index{.name = std::move(name), .parts = {{.column = column_.name}}}),
           *this;
  }

  /// The column alone, for `Operations::add_column`.
  /// @throws Error(E0329) where a key, constraint or index is said of it, which would be lost
  operator Column() const;  // NOLINT: meant to convert

  /// Puts the column and what is said of it into `table`.
  void add_to(Table& table) const;

 private:
  Column column_;
  bool in_key_ = false;
  std::vector<Constraint> constraints_;
  std::vector<ForeignKey> keys_;
  std::vector<Index> indexes_;
};

[[nodiscard]] inline ColumnModel column(std::string name, Type type) {
  return {std::move(name), std::move(type)};
}

[[nodiscard]] inline PrimaryKey primary_key(std::vector<std::string> columns,
                                            std::string name = {}) {
  return {.name = std::move(name), .columns = std::move(columns)};
}
[[nodiscard]] inline Unique unique(std::vector<std::string> columns, std::string name = {}) {
  return {.name = std::move(name), .columns = std::move(columns)};
}
[[nodiscard]] inline Check check(std::string condition, std::string name = {}) {
  return {.name = std::move(name), .expression = std::move(condition)};
}
/// `exclude({{"room", "="}, {"during", "&&"}})`
[[nodiscard]] inline Exclusion exclude(std::vector<Exclusion::Element> elements,
                                       std::string name = {}) {
  return {.name = std::move(name), .elements = std::move(elements)};
}

/// The other things that a table can be, as parts of `table`.
[[nodiscard]] inline auto comment(std::string text) {
  return [text = std::move(text)](Table& table) { table.comment = text; };
}
[[nodiscard]] inline auto partition_by(std::string how) {
  return [how = std::move(how)](Table& table) { table.partition_by = how; };
}
[[nodiscard]] inline auto partition_of(ObjectName parent, std::string bound) {
  return [of = PartitionOf{std::move(parent), std::move(bound)}](Table& table) {
    table.partition_of = of;
  };
}
[[nodiscard]] inline auto inherits(ObjectName parent) {
  return [parent = std::move(parent)](Table& table) { table.inherits.push_back(parent); };
}
/// WITH (name = value)
[[nodiscard]] inline auto option(std::string name, std::string value) {
  return [one = std::pair(std::move(name), std::move(value))](Table& table) {
    table.options.push_back(one);
  };
}
inline void unlogged(Table& table) {
  table.unlogged = true;
}
inline void row_security(Table& table) {
  table.row_security = true;
}
inline void strict(Table& table) {
  table.strict = true;
}
inline void without_rowid(Table& table) {
  table.without_rowid = true;
}

namespace model_parts {

inline void add(Table& table, const ColumnModel& column) {
  column.add_to(table);
}
inline void add(Table& table, const Column& column) {
  table.columns.push_back(column);
}
inline void add(Table& table, const Index& index) {
  table.indexes.push_back(index);
}
inline void add(Table& table, const IndexModel& index) {
  table.indexes.push_back(index);
}
inline void add(Table& table, const ForeignKeyModel& key) {
  table.constraints.emplace_back(static_cast<ForeignKey>(key));
}
template <typename Part>
  requires std::is_constructible_v<Constraint, Part>
void add(Table& table, const Part& part) {
  table.constraints.emplace_back(part);
}
template <typename Part>
  requires std::is_invocable_v<const Part&, Table&>
void add(Table& table, const Part& part) {
  part(table);
}

inline void add(Catalog& all, const Schema& one) {
  all.schemas.push_back(one);
}
inline void add(Catalog& all, const Extension& one) {
  all.extensions.push_back(one);
}
inline void add(Catalog& all, const Enum& one) {
  all.enums.push_back(one);
}
inline void add(Catalog& all, const Domain& one) {
  all.domains.push_back(one);
}
inline void add(Catalog& all, const Sequence& one) {
  all.sequences.push_back(one);
}
inline void add(Catalog& all, const Table& one) {
  all.tables.push_back(one);
}
inline void add(Catalog& all, const View& one) {
  all.views.push_back(one);
}
inline void add(Catalog& all, const Function& one) {
  all.functions.push_back(one);
}
inline void add(Catalog& all, const Trigger& one) {
  all.triggers.push_back(one);
}
inline void add(Catalog& all, const Policy& one) {
  all.policies.push_back(one);
}
inline void add(Catalog& all, const CompositeType& one) {
  all.composites.push_back(one);
}
inline void add(Catalog& all, const OtherObject& one) {
  all.others.push_back(one);
}
inline void add(Catalog& all, const ObjectSetting& one) {
  all.settings.push_back(one);
}
inline void add(Catalog& all, const Grant& one) {
  all.grants.push_back(one);
}

}  // namespace model_parts

/// A table of columns, constraints, indexes and settings, in any order; columns stand as given.
/// Throws nothing: what does not go together is told by what uses the table.
template <typename... Parts>
[[nodiscard]] Table table(ObjectName name, const Parts&... parts) {
  Table made{.name = std::move(name)};
  (model_parts::add(made, parts), ...);
  return sorted(std::move(made));
}

/// Sorted, and with names from `convention` for what has none.
/// @throws Error(E0329) for an unknown token in it
[[nodiscard]] Catalog named(const NamingConvention& convention, Catalog catalog);

/// A program's models: tables, views, enums, schemas … in any order.
template <typename... Parts>
[[nodiscard]] Catalog models(const NamingConvention& convention, const Parts&... parts) {
  Catalog all;
  (model_parts::add(all, parts), ...);
  return named(convention, std::move(all));
}
template <typename First, typename... Parts>
  requires(!std::is_same_v<First, NamingConvention>)
[[nodiscard]] Catalog models(const First& first, const Parts&... parts) {
  return models(NamingConvention{}, first, parts...);
}

}  // namespace aludel
