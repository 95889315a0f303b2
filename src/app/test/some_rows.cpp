#include "app/test/some_rows.hpp"

#include <algorithm>
#include <optional>

#include "app/test/sql_names.hpp"
#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

constexpr int rows_each = 3;

/// How a row is made up: the second and the third way are for tables that take none of the first.
enum class Way { by_types, by_checks, least };

/// A value of each row for one column.
class Values {
 public:
  Values(const Catalog& catalog, const Table& table, SqlDialect dialect)
      : catalog_(catalog), table_(table), dialect_(dialect) {}

  /// @return an expression in SQL; none: the column is left out
  [[nodiscard]] std::optional<std::string> of(const Column& column, int row, Way way) const {
    if (column.generated || column.identity) return std::nullopt;
    const bool is_given = column.default_sql.has_value();
    // Rows to come take the next number of a sequence.
    if (is_given && column.default_sql->contains("nextval(")) return std::nullopt;
    if (way == Way::least && (column.nullable || is_given)) return std::nullopt;
    if (is_row_number(column)) return std::nullopt;
    if (const auto found = referred(column, row)) return found;
    if (way != Way::by_types) {
      if (const auto found = of_check(column, row)) return found;
    }
    return of_type(column.type, row);
  }

 private:
  /// SQLite numbers the rows of an INTEGER PRIMARY KEY.
  [[nodiscard]] bool is_row_number(const Column& column) const {
    if (dialect_ != SqlDialect::sqlite || table_.without_rowid ||
        column.type.kind != Type::Kind::integer)
      return false;
    return std::ranges::any_of(table_.constraints, [&](const Constraint& constraint) {
      const auto* key = std::get_if<PrimaryKey>(&constraint);
      return key != nullptr && key->columns == std::vector<std::string>{column.name};
    });
  }

  /// The row of the same number in the table referred to; NULL where there is none.
  [[nodiscard]] std::optional<std::string> referred(const Column& column, int row) const {
    for (const Constraint& constraint : table_.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key == nullptr) continue;
      const auto place = std::ranges::find(key->columns, column.name);
      if (place == key->columns.end()) continue;
      const std::vector<std::string> names = referred_columns(*key);
      const auto at = static_cast<std::size_t>(place - key->columns.begin());
      if (at >= names.size()) return std::nullopt;
      std::string order;
      for (const std::string& name : names)
        order += (order.empty() ? "" : ", ") + quote_identifier(name, dialect_);
      return "(SELECT " + quote_identifier(names[at], dialect_) + " FROM " +
             sql_name(key->table, dialect_) + " ORDER BY " + order + " LIMIT 1 OFFSET " +
             std::to_string(row - 1) + ")";
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::string> referred_columns(const ForeignKey& key) const {
    if (!key.referred.empty()) return key.referred;
    for (const Table& table : catalog_.tables) {
      if (table.name != key.table) continue;
      for (const Constraint& constraint : table.constraints) {
        if (const auto* primary = std::get_if<PrimaryKey>(&constraint)) return primary->columns;
      }
    }
    return {};
  }

  /// A literal of a check that names the column.
  [[nodiscard]] std::optional<std::string> of_check(const Column& column, int row) const {
    for (const Constraint& constraint : table_.constraints) {
      const auto* check = std::get_if<Check>(&constraint);
      if (check == nullptr || !check->expression.contains(column.name)) continue;
      if (const auto found = literal_in(check->expression, row)) return found;
    }
    return std::nullopt;
  }

  /// One of the texts that stand in it, in turn; else a number above the first one.
  static std::optional<std::string> literal_in(const std::string& expression, int row) {
    std::vector<std::string> texts;
    std::size_t at = expression.find('\'');
    while (at != std::string::npos) {
      const std::size_t end = expression.find('\'', at + 1);
      if (end == std::string::npos) break;
      texts.push_back(expression.substr(at, end - at + 1));
      at = expression.find('\'', end + 1);
    }
    if (!texts.empty()) return texts[static_cast<std::size_t>(row - 1) % texts.size()];
    for (std::size_t i = 0; i < expression.size(); ++i) {
      if (!is_digit(expression[i]) || (i > 0 && is_word(expression[i - 1]))) continue;
      std::size_t end = i;
      while (end < expression.size() && is_digit(expression[end])) ++end;
      if (end - i > 9) return std::nullopt;
      return std::to_string(std::stoll(expression.substr(i, end - i)) + row);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string of_type(const Type& type, int row) const {
    const bool on_sqlite = dialect_ == SqlDialect::sqlite;
    const std::string number = std::to_string(row);
    if (type.dimensions > 0) return "'{}'";
    switch (type.kind) {
      case Type::Kind::boolean: return on_sqlite ? "1" : "true";
      case Type::Kind::small_int:
      case Type::Kind::integer:
      case Type::Kind::big_int:
      case Type::Kind::real:
      case Type::Kind::double_precision: return number;
      case Type::Kind::numeric:
        return type.size && type.size == type.scale ? "0." + number : number;
      case Type::Kind::text:
      case Type::Kind::varchar:
      case Type::Kind::character: return "'" + number + "'";
      case Type::Kind::bytes: return on_sqlite ? "x'0" + number + "'" : "'\\x0" + number + "'";
      case Type::Kind::date: return "'2026-01-0" + number + "'";
      case Type::Kind::time: return "'0" + number + ":00:00'";
      case Type::Kind::timestamp: return "'2026-01-0" + number + " 00:00:00'";
      case Type::Kind::timestamp_tz: return "'2026-01-0" + number + " 00:00:00+00'";
      case Type::Kind::interval: return "'" + number + " days'";
      case Type::Kind::uuid: return "'00000000-0000-4000-8000-00000000000" + number + "'";
      case Type::Kind::json:
      case Type::Kind::jsonb: return "'{}'";
      case Type::Kind::named: return of_name(type.name, row);
    }
    return "NULL";
  }

  [[nodiscard]] std::string of_name(const std::string& name, int row) const {
    const std::string number = std::to_string(row);
    for (const Enum& each : catalog_.enums) {
      if (each.name.text() != name || each.values.empty()) continue;
      return quote_literal(each.values[static_cast<std::size_t>(row - 1) % each.values.size()],
                           dialect_);
    }
    for (const Domain& each : catalog_.domains) {
      if (each.name.text() != name) continue;
      for (const Check& check : each.checks) {
        if (const auto found = literal_in(check.expression, row)) return *found;
      }
      return of_type(each.type, row);
    }
    const std::string lowered = lower(name);
    if (lowered == "inet" || lowered == "cidr") return "'10.0.0." + number + "'";
    if (lowered.starts_with("macaddr")) return "'08:00:2b:01:02:0" + number + "'";
    if (lowered.starts_with("bit")) return "B'1'";
    if (lowered.ends_with("range")) return "'empty'";
    if (lowered == "point") return "'(" + number + ",0)'";
    if (lowered == "xml") return "'<a/>'";
    if (lowered == "hstore") return "''";
    return "'" + number + "'";
  }

  const Catalog& catalog_;
  const Table& table_;
  SqlDialect dialect_;
};

/// @return why the database refused it; empty: it did not
std::string insert(Connection& connection, const Catalog& catalog, const Table& table,
                   SqlDialect dialect, int row, Way way) {
  const Values values(catalog, table, dialect);
  std::string names;
  std::string row_values;
  for (const Column& column : table.columns) {
    const auto value = values.of(column, row, way);
    if (!value) continue;
    names += (names.empty() ? "" : ", ") + quote_identifier(column.name, dialect);
    row_values += (row_values.empty() ? "" : ", ") + *value;
  }
  const std::string into = "INSERT INTO " + sql_name(table.name, dialect);
  try {
    connection.query(names.empty() ? into + " DEFAULT VALUES"
                                   : into + " (" + names + ") VALUES (" + row_values + ")");
    return {};
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::statement_refused).id) throw;
    return error.diagnostic().message;
  }
}

}  // namespace

void SomeRows::fill(Connection& connection, const Catalog& catalog, SqlDialect dialect,
                    RowCounts& counts) {
  std::vector<const Table*> empty;
  for (const Table& table : catalog.tables) {
    const auto tried = tried_.find(table.name.text());
    if (counts[table.name.text()] == 0 && (tried == tried_.end() || tried->second != table))
      empty.push_back(&table);
  }
  if (empty.empty()) return;
  // What refers to others takes its rows when they have theirs.
  bool goes_on = true;
  while (goes_on) {
    goes_on = false;
    std::erase_if(empty, [&](const Table* table) {
      const std::string name = table->name.text();
      std::string first;
      for (const Way way : {Way::by_types, Way::by_checks, Way::least}) {
        int taken = 0;
        for (int row = 1; row <= rows_each; ++row) {
          const std::string refused = insert(connection, catalog, *table, dialect, row, way);
          if (refused.empty()) ++taken;
          if (first.empty()) first = refused;
        }
        if (taken == 0) continue;
        refused_.erase(name);
        tried_.erase(name);
        goes_on = true;
        return true;
      }
      refused_[name] = first;
      tried_[name] = *table;
      return false;
    });
  }
  counts = count_rows(connection, catalog, dialect);
}

}  // namespace aludel
