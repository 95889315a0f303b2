// CREATE TABLE as https://sqlite.org/lang_createtable.html and the parser's grammar (parse.y) have
// it, which accepts some more: names in single quotes, no comma between table constraints.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "dialect/sqlite/read_objects.hpp"
#include "dialect/sqlite/text_reader.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

namespace {

class TableReader {
 public:
  explicit TableReader(const std::string& sql) : reader_(sql) {}

  Table read() {
    reader_.expect("create");
    reader_.expect("table");
    table_.name = ObjectName("", reader_.name());
    reader_.expect("(");
    while (!reader_.sees(")") && !begins_table_constraint()) {
      read_column();
      reader_.take(",");
    }
    while (!reader_.sees(")")) {
      read_table_constraint();
      reader_.take(",");
    }
    reader_.expect(")");
    read_options();
    say_what_keys_imply();
    for (Constraint& constraint : table_.constraints)
      constraint = settled(std::move(constraint), table_);
    std::ranges::sort(table_.beyond);
    return std::move(table_);
  }

 private:
  [[nodiscard]] bool begins_table_constraint() const {
    // Words that no column can have for a name without quotes.
    return std::ranges::any_of(
        std::vector<std::string_view>{"constraint", "primary", "unique", "check", "foreign"},
        [this](std::string_view word) { return reader_.sees(word); });
  }

  [[nodiscard]] bool type_goes_on() const {
    if (reader_.at_end() || reader_.sees(",") || reader_.sees(")")) return false;
    if (reader_.sees("generated") && reader_.sees("always", 1)) return false;
    return std::ranges::none_of(
        std::vector<std::string_view>{"constraint", "primary", "not", "null", "unique", "check",
                                      "default", "collate", "references", "as", "deferrable"},
        [this](std::string_view word) { return reader_.sees(word); });
  }

  void read_column() {
    Column column{.name = reader_.name()};
    const std::size_t first = reader_.position();
    while (type_goes_on() && !reader_.sees("(")) reader_.skip();
    if (reader_.position() > first && reader_.sees("(")) (void)reader_.in_parentheses();
    // A type in quotes is one by its text.
    std::string declared = reader_.text(first, reader_.position());
    if (reader_.position() == first + 1) declared = without_quotes(declared);
    column.type = type_declared(declared);
    table_.columns.push_back(std::move(column));
    while (!reader_.sees(",") && !reader_.sees(")") && !begins_named_table_constraint())
      read_column_constraint(table_.columns.back());
    name_.clear();
  }

  /// Behind a column without a comma: FOREIGN can only begin a table constraint.
  [[nodiscard]] bool begins_named_table_constraint() const { return reader_.sees("foreign"); }

  std::string take_name() { return std::exchange(name_, {}); }

  void read_column_constraint(Column& column) {
    if (reader_.take("constraint")) {
      name_ = reader_.name();
    } else if (reader_.take("primary")) {
      reader_.expect("key");
      read_direction("its primary key");
      read_conflict("its primary key");
      if (reader_.take("autoincrement")) column.identity = Identity{};
      table_.constraints.emplace_back(PrimaryKey{.name = take_name(), .columns = {column.name}});
    } else if (reader_.take_all({"not", "null"})) {
      column.nullable = false;
      read_conflict("NOT NULL of column " + column.name);
      name_.clear();
    } else if (reader_.take("null")) {
      read_conflict({});
      name_.clear();
    } else if (reader_.take("unique")) {
      read_conflict("a unique constraint");
      table_.constraints.emplace_back(Unique{.name = take_name(), .columns = {column.name}});
    } else if (reader_.take("check")) {
      read_check();
    } else if (reader_.take("default")) {
      column.default_sql = read_default();
      name_.clear();
    } else if (reader_.take("collate")) {
      column.collation = collation_named(reader_.name());
      if (column.collation == "BINARY") column.collation.clear();
      name_.clear();
    } else if (reader_.take("references")) {
      read_reference({column.name});
    } else if (reader_.take_all({"generated", "always", "as"}) || reader_.take("as")) {
      column.generated = Generated{.expression = bare_expression(reader_.in_parentheses())};
      column.generated->stored = reader_.take("stored");
      if (!column.generated->stored) reader_.take("virtual");
      name_.clear();
    } else {
      reader_.fail();
    }
  }

  void read_table_constraint() {
    if (reader_.take("constraint")) name_ = reader_.name();
    if (reader_.take("primary")) {
      reader_.expect("key");
      std::vector<std::string> columns = read_key_columns("its primary key");
      read_conflict("its primary key");
      table_.constraints.emplace_back(
          PrimaryKey{.name = take_name(), .columns = std::move(columns)});
    } else if (reader_.take("unique")) {
      std::vector<std::string> columns = read_key_columns("a unique constraint");
      read_conflict("a unique constraint");
      table_.constraints.emplace_back(Unique{.name = take_name(), .columns = std::move(columns)});
    } else if (reader_.take("check")) {
      read_check();
    } else if (reader_.take_all({"foreign", "key"})) {
      std::vector<std::string> columns = reader_.names_in_parentheses();
      reader_.expect("references");
      read_reference(std::move(columns));
    } else if (name_.empty() || !(reader_.sees(",") || reader_.sees(")"))) {
      reader_.fail();
    }
  }

  std::vector<std::string> read_key_columns(const std::string& of) {
    std::vector<std::string> columns;
    reader_.expect("(");
    do {
      columns.push_back(reader_.name());
      if (reader_.take("collate")) beyond("COLLATE " + reader_.name() + " in " + of);
      read_direction(of);
      if (reader_.take("autoincrement")) column_named(columns.back()).identity = Identity{};
    } while (reader_.take(","));
    reader_.expect(")");
    return columns;
  }

  Column& column_named(const std::string& name) {
    const auto found = std::ranges::find_if(table_.columns, [&](const Column& column) {
      return equal_ignoring_case(column.name, name);
    });
    if (found == table_.columns.end()) reader_.fail();
    return *found;
  }

  void read_check() {
    table_.constraints.emplace_back(
        Check{.name = take_name(), .expression = bare_expression(reader_.in_parentheses())});
    read_conflict({});
  }

  std::string read_default() {
    if (reader_.sees("(")) return bare_default(reader_.in_parentheses());
    if (reader_.sees("+") || reader_.sees("-")) {
      const std::string sign = reader_.token();
      return sign + reader_.token();
    }
    const std::string text = reader_.token();
    // A name is a text here, but for the words that are values.
    if (std::string_view("\"`[").find(text.front()) != std::string_view::npos)
      return "'" + replace_all(without_quotes(text), "'", "''") + "'";
    if (!is_word_at_front(text) || is_value(text)) return bare_default(text);
    return "'" + text + "'";
  }

  static bool is_value(const std::string& word) {
    const std::string name = lower(word);
    return name == "null" || name == "true" || name == "false" || name.starts_with("current_");
  }

  static bool is_word_at_front(const std::string& text) {
    const bool is_blob = text.size() > 1 && text[1] == '\'';
    return !is_blob && !is_digit(text.front()) && text.front() != '.' && text.front() != '\'';
  }

  void read_reference(std::vector<std::string> columns) {
    ForeignKey key{.name = take_name(), .columns = std::move(columns)};
    key.table = ObjectName("", reader_.name());
    if (reader_.sees("(")) key.referred = reader_.names_in_parentheses();
    while (true) {
      if (reader_.take("on")) {
        const bool deletes = reader_.take("delete");
        if (!deletes) reader_.expect("update");
        (deletes ? key.on_delete : key.on_update) = read_action();
      } else if (reader_.take("match")) {
        key.match_full = lower(reader_.name()) == "full";
      } else {
        break;
      }
    }
    const bool negated = reader_.sees("not") && reader_.sees("deferrable", 1);
    if (negated) reader_.skip();
    if (reader_.take("deferrable")) {
      const bool deferred = reader_.take_all({"initially", "deferred"});
      if (!deferred) reader_.take_all({"initially", "immediate"});
      if (!negated) key.deferral = deferred ? Deferral::initially_deferred : Deferral::deferrable;
    }
    table_.constraints.emplace_back(std::move(key));
  }

  Action read_action() {
    if (reader_.take_all({"set", "null"})) return Action::set_null;
    if (reader_.take_all({"set", "default"})) return Action::set_default;
    if (reader_.take_all({"no", "action"})) return Action::none;
    if (reader_.take("cascade")) return Action::cascade;
    reader_.expect("restrict");
    return Action::restrict;
  }

  void read_direction(const std::string& of) {
    if (reader_.take("desc")) beyond("DESC in " + of);
    reader_.take("asc");
  }

  /// `of` empty: it means nothing there.
  void read_conflict(const std::string& of) {
    if (!reader_.take_all({"on", "conflict"})) return;
    const std::string resolution = reader_.name();
    if (!of.empty() && !equal_ignoring_case(resolution, "abort"))
      beyond("ON CONFLICT " + resolution + " of " + of);
  }

  void read_options() {
    while (!reader_.at_end()) {
      if (reader_.take_all({"without", "rowid"})) {
        table_.without_rowid = true;
      } else {
        reader_.expect("strict");
        table_.strict = true;
      }
      reader_.take(",");
    }
  }

  /// No key holds NULL that is no relic of SQLite's first versions. The alias of the rowid never
  /// does; what is written of it stays as it is written.
  void say_what_keys_imply() {
    for (const Constraint& constraint : table_.constraints) {
      const auto* key = std::get_if<PrimaryKey>(&constraint);
      if (key == nullptr) continue;
      for (const std::string& name : key->columns) {
        Column& column = column_named(name);
        const bool is_alias =
            key->columns.size() == 1 && column.type == integer() && !table_.without_rowid;
        if (!is_alias && (table_.strict || table_.without_rowid)) column.nullable = false;
        // Of models it would be the rowid, which this one is not.
        const bool is_number =
            column.type.kind == Type::Kind::small_int || column.type.kind == Type::Kind::big_int;
        if (is_number && key->columns.size() == 1)
          column.type = named(declared_type(column.type, table_.strict));
      }
    }
  }

  void beyond(std::string what) { table_.beyond.push_back(std::move(what)); }

  TextReader reader_;
  Table table_;
  std::string name_;  ///< of the constraint that comes
};

}  // namespace

Table read_table(const std::string& sql) {
  return TableReader(sql).read();
}

std::string bare_default(const std::string& expression) {
  std::string bare = bare_expression(expression);
  const std::string word = lower(bare);
  if (word == "now()" || word == "current_timestamp") return "CURRENT_TIMESTAMP";
  if (word == "current_date") return "CURRENT_DATE";
  if (word == "current_time") return "CURRENT_TIME";
  return bare;
}

std::string collation_named(const std::string& name) {
  for (const std::string_view built_in : {"BINARY", "NOCASE", "RTRIM"}) {
    if (equal_ignoring_case(name, built_in)) return std::string(built_in);
  }
  return name;
}

}  // namespace aludel::sqlite
