#include "catalog/expression_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/sql_names.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

/// Words that an expression of SQLite's can hold and that are no names, sorted.
constexpr std::array<std::string_view, 30> words_of_expressions{
    "and",          "as",           "between",
    "case",         "cast",         "collate",
    "current_date", "current_time", "current_timestamp",
    "distinct",     "else",         "end",
    "escape",       "exists",       "false",
    "from",         "glob",         "in",
    "is",           "isnull",       "like",
    "match",        "not",          "notnull",
    "null",         "or",           "regexp",
    "then",         "true",         "when"};
static_assert(std::ranges::is_sorted(words_of_expressions));

bool is_rowid(std::string_view name) {
  return std::ranges::any_of(std::array{"rowid", "_rowid_", "oid"},
                             [&](const char* one) { return equal_ignoring_case(one, name); });
}

/// Whether the word is of a type: CAST(a AS DOUBLE PRECISION).
bool is_of_type(const SqlWords& words, std::size_t index) {
  while (index > 0 && words.words[index].is_name() && !words.is(index, "as")) --index;
  return words.is(index, "as");
}

class NameReader {
 public:
  NameReader(const Table& table, std::string owner, const Rules& rules)
      : table_(table), owner_(std::move(owner)), rules_(rules) {}

  void read(const std::string& expression) const {
    const SqlWords words = words_of(expression, rules_);
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (words.is(i, "select")) return;  // a query, which names what it will
    }
    for (const std::size_t at : possible_columns(words)) {
      if (!is_of_type(words, at)) require(words.words[at]);
    }
  }

 private:
  void require(const SqlWord& word) const {
    const bool in_quotes = word.kind == TokenKind::quoted_identifier;
    if (find_column(table_, word.text, rules_) != nullptr || is_rowid(word.text)) return;
    if (!in_quotes && std::ranges::binary_search(words_of_expressions, lower(word.text))) return;
    std::vector<std::string> names;
    for (const Column& column : table_.columns) names.push_back(column.name);
    std::string hint = nearest_hint(word.text, names, "columns");
    if (in_quotes)
      hint += (hint.empty() || hint.ends_with('?') ? " " : "; ") +
              ("a text stands in single quotes: '" + word.text + "'");
    refuse("table " + table_.name.text() + " has no column " + word.text + ", which " + owner_ +
               " names",
           std::string(trim(hint)));
  }

  const Table& table_;
  std::string owner_;
  const Rules& rules_;
};

void read_column(const Column& column, const Table& table, const Rules& rules) {
  if (column.generated)
    NameReader(table, "column " + column.name, rules).read(column.generated->expression);
}

void read_constraint(const Constraint& constraint, const Table& table, const Rules& rules) {
  if (const auto* check = std::get_if<Check>(&constraint))
    NameReader(table, describe(constraint), rules).read(check->expression);
}

void read_index(const Index& index, const Table& table, const Rules& rules) {
  const NameReader reader(table, "index " + index.name, rules);
  for (const IndexPart& part : index.parts) reader.read(part.expression);
  reader.read(index.where);
}

void read_change(const TableChange& change, const Table& after, const Rules& rules) {
  if (const auto* add = std::get_if<AddColumn>(&change)) {
    read_column(add->column, after, rules);
  } else if (const auto* alter = std::get_if<AlterColumn>(&change)) {
    if (alter->generated) read_column(require_column(after, alter->name, rules), after, rules);
  } else if (const auto* constraint = std::get_if<AddConstraint>(&change)) {
    read_constraint(constraint->constraint, after, rules);
  }
}

}  // namespace

void require_known_names(const Operation& operation, const Catalog& before, const Rules& rules) {
  if (const auto* create = std::get_if<CreateTable>(&operation)) {
    const Table& table = create->table;
    for (const Column& column : table.columns) read_column(column, table, rules);
    for (const Constraint& constraint : table.constraints)
      read_constraint(constraint, table, rules);
    for (const Index& index : table.indexes) read_index(index, table, rules);
  } else if (const auto* create_index = std::get_if<CreateIndex>(&operation)) {
    if (const Table* table = find_table(before, create_index->table, rules))
      read_index(create_index->index, *table, rules);
  } else if (const auto* alter = std::get_if<AlterTable>(&operation)) {
    Table table = require_table(before, alter->name, rules);
    for (const TableChange& change : alter->changes) {
      table = changed(std::move(table), change, before, rules);
      read_change(change, table, rules);
    }
  }
}

}  // namespace aludel
