#include "dialect/sqlite/inspect.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "dialect/sqlite/read_objects.hpp"

namespace aludel::sqlite {

namespace {

/// Names of tables, whatever their case.
using Names = std::set<std::string>;

class Inspection {
 public:
  Inspection(Connection& connection, const std::vector<ObjectName>& left_out)
      : connection_(connection) {
    for (const ObjectName& name : left_out) left_out_.insert(lower(name.name));
  }

  Inspected inspect() {
    const Result objects = connection_.query(
        "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name "
        "NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid");
    find_virtual_tables(objects);
    const auto columns = columns_of_tables();
    for (const auto& row : objects.rows) {
      if (row.at(0) == "table") read_one_table(row, columns);
    }
    for (const auto& row : objects.rows) {
      if (row.at(0) != "table" && !left_out_.contains(lower(row.at(2).value_or(""))))
        read_other(row);
    }
    std::ranges::sort(found_.not_covered);
    found_.catalog = sorted(std::move(found_.catalog));
    return std::move(found_);
  }

 private:
  using Row = std::vector<Value>;

  /// A virtual table keeps what it holds in tables of its own, which are its module's business.
  void find_virtual_tables(const Result& objects) {
    Names virtual_tables;
    for (const Row& row : objects.rows) {
      const std::string name = row.at(1).value_or("");
      if (row.at(0) != "table" || !is_virtual(row.at(3).value_or(""))) continue;
      virtual_tables.insert(lower(name));
      if (!left_out_.insert(lower(name)).second) continue;
      found_.not_covered.push_back("virtual table " + name);
      found_.statements.emplace_back("virtual table " + name, row.at(3).value_or(""));
    }
    if (virtual_tables.empty()) return;
    // SQLite tells which they are from 3.37 on, and only where the module is there.
    if (connection_.server_version() >= 3037000) {
      for (const Row& row : connection_
                                .query("SELECT lower(name) FROM pragma_table_list WHERE schema = "
                                       "'main' AND type = 'shadow'")
                                .rows)
        left_out_.insert(row.at(0).value_or(""));
    }
    for (const std::string& name : virtual_tables) {
      for (const std::string_view part : {"content", "segments", "segdir", "docsize", "stat",
                                          "data", "idx", "config", "node", "rowid", "parent"})
        left_out_.insert(name + "_" + std::string(part));
    }
  }

  static bool is_virtual(const std::string& sql) {
    return sql.starts_with("CREATE VIRTUAL TABLE ");  // so it is kept, however it was written
  }

  /// What SQLite itself makes of the texts, to be compared with what is read here.
  std::map<std::string, std::vector<std::string>> columns_of_tables() {
    std::map<std::string, std::vector<std::string>> columns;
    const Result result = connection_.query(
        "SELECT t.name, x.name FROM main.sqlite_schema t, pragma_table_xinfo(t.name, 'main') x "
        "WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY t.rowid, x.cid");
    for (const Row& row : result.rows)
      columns[row.at(0).value_or("")].push_back(row.at(1).value_or(""));
    return columns;
  }

  void read_one_table(const Row& row,
                      const std::map<std::string, std::vector<std::string>>& columns) {
    const std::string name = row.at(1).value_or("");
    if (left_out_.contains(lower(name))) return;
    const auto table = read([&] { return read_table(row.at(3).value_or("")); });
    if (!table || columns.find(name) == columns.end() ||
        !std::ranges::equal(table->columns, columns.at(name), {}, &Column::name)) {
      left_out_.insert(lower(name));
      not_readable("table", name);
      return;
    }
    for (const std::string& what : table->beyond)
      found_.not_covered.push_back(what + ", of table " + name);
    places_.emplace(lower(name), found_.catalog.tables.size());
    found_.catalog.tables.push_back(*table);
  }

  void read_other(const Row& row) {
    const std::string type = row.at(0).value_or("");
    const std::string name = row.at(1).value_or("");
    const std::string sql = row.at(3).value_or("");
    bool is_read = false;
    if (type == "index") {
      auto index = read([&] { return read_index(sql); });
      const auto at = places_.find(lower(row.at(2).value_or("")));
      is_read = index && at != places_.end();
      if (is_read) {
        Table& table = found_.catalog.tables.at(at->second);
        table.indexes.push_back(settled(std::move(index->index), table));
      }
    } else if (type == "view") {
      auto view = read([&] { return read_view(sql); });
      is_read = view.has_value();
      if (is_read) found_.catalog.views.push_back(std::move(*view));
    } else if (type == "trigger") {
      auto trigger = read([&] { return read_trigger(sql); });
      is_read = trigger.has_value();
      if (is_read) found_.catalog.triggers.push_back(std::move(*trigger));
    }
    if (!is_read) not_readable(type, name);
  }

  template <typename Read>
  static auto read(Read read) -> std::optional<decltype(read())> {
    try {
      return read();
    } catch (const Error&) {
      return std::nullopt;  // named among what is not covered
    }
  }

  void not_readable(const std::string& type, const std::string& name) {
    found_.not_covered.push_back(type + " " + name + ", whose definition cannot be read");
  }

  Connection& connection_;
  Names left_out_;
  std::map<std::string, std::size_t> places_;  ///< of tables that were read, by lower case name
  Inspected found_;
};

}  // namespace

Inspected inspect(Connection& connection, const std::vector<ObjectName>& left_out) {
  return Inspection(connection, left_out).inspect();
}

}  // namespace aludel::sqlite
