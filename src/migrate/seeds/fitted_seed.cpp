#include "migrate/seeds/fitted_seed.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

using Column = SeedTable::Column;

[[noreturn]] void refuse(Diagnostic problem) {
  problem.now = "nothing was changed by this run";
  throw Error(std::move(problem));
}

[[noreturn]] void refuse_field(const CsvReader& reader, const CsvField& field, Code code,
                               std::string message, std::string hint = {}) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = reader.place(field);
  problem.hint = std::move(hint);
  refuse(std::move(problem));
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

/// By its name as it is written, else by the only one that differs in case alone.
const Column* find_column(const SeedTable& table, const std::string& name) {
  const auto exact = std::ranges::find(table.columns, name, &Column::name);
  if (exact != table.columns.end()) return &*exact;
  const Column* found = nullptr;
  for (const Column& column : table.columns) {
    if (!equal_ignoring_case(column.name, name)) continue;
    if (found != nullptr) return nullptr;
    found = &column;
  }
  return found;
}

[[noreturn]] void refuse_unknown_column(const CsvReader& reader, const CsvRecord& header,
                                        const CsvField& field, const SeedTable& table) {
  const auto names = names_of(table.columns);
  std::string hint = did_you_mean(field.text, names);
  if (header.fields.size() == 1) {
    for (const std::string_view separator : {";", "\t", "|"}) {
      if (field.text.find(separator) == std::string::npos) continue;
      hint = "its columns seem to stand between `" +
             std::string(separator == "\t" ? "\\t" : separator) + "`: write commas";
    }
  }
  if (hint.empty()) hint = "its columns are " + join(names, ", ");
  refuse_field(reader, field, Code::seed_misfit,
               "the table " + table.shown + " has no column \"" + field.text + "\"",
               std::move(hint));
}

void read_header(const CsvReader& reader, const CsvRecord& header, FittedSeed& fitted) {
  for (const CsvField& field : header.fields) {
    if (field.text.empty())
      refuse_field(reader, field, Code::bad_csv, "a column of the header has no name",
                   "the first line names the columns");
    const Column* column = find_column(fitted.table, field.text);
    if (column == nullptr) refuse_unknown_column(reader, header, field, fitted.table);
    if (column->generated)
      refuse_field(reader, field, Code::seed_misfit,
                   "the column " + column->name + " is computed by the database",
                   "leave it out of the file");
    if (fitted.has(column->name))
      refuse_field(reader, field, Code::bad_csv, "the header names " + column->name + " twice");
    fitted.columns.push_back(*column);
  }
}

/// A unique key that the header could be compared by: what to write where there is no other.
std::string proposed_key(const FittedSeed& fitted) {
  for (const auto& unique : fitted.table.unique_keys) {
    if (std::ranges::all_of(unique, [&](const std::string& name) { return fitted.has(name); }))
      return join(unique, ", ");
  }
  return {};
}

[[noreturn]] void refuse_key(const CsvReader& reader, const FittedSeed& fitted,
                             std::string message) {
  const RepeatableScript& seed = *fitted.seed;
  Diagnostic problem = diagnostic(Code::seed_misfit, std::move(message));
  problem.place = fitted.key_was_said ? seed.body.source.place(seed.csv->key_span)
                                      : reader.place(0, std::string::npos);
  const std::string proposal = proposed_key(fitted);
  problem.hint =
      "rows are found again by their key: put its columns into the file, or say by the "
      "first line `# aludel:key " +
      fitted.table.shown + "(" + (proposal.empty() ? "COLUMN, …" : proposal) +
      ")` that it is another one";
  refuse(std::move(problem));
}

void choose_key(const CsvReader& reader, FittedSeed& fitted) {
  const CsvSeed& csv = *fitted.seed->csv;
  const SeedTable& table = fitted.table;
  fitted.key_was_said = !csv.key.empty();
  if (!fitted.key_was_said && table.primary_key.empty())
    refuse_key(reader, fitted,
               "the table " + table.shown + " has no primary key, and seed " + fitted.seed->name +
                   " names no key");
  for (const std::string& name : fitted.key_was_said ? csv.key : table.primary_key) {
    const Column* column = find_column(table, name);
    if (column == nullptr || !fitted.has(column->name))
      refuse_key(reader, fitted,
                 "the key column " + name + " is not in the header of seed " + fitted.seed->name);
    fitted.key.push_back(column->name);
  }
  fitted.key_is_unique = std::ranges::any_of(table.unique_keys, [&](const auto& unique) {
    return std::ranges::all_of(unique,
                               [&](const std::string& name) { return fitted.is_key(name); });
  });
  for (const Column& column : fitted.columns) {
    if (column.always_identity && !fitted.is_key(column.name))
      refuse_key(reader, fitted,
                 "the column " + column.name +
                     " is GENERATED ALWAYS AS IDENTITY and cannot be changed of rows that are "
                     "there: make it the key, or leave it out");
  }
}

}  // namespace

bool FittedSeed::has(const std::string& column) const {
  return std::ranges::find(columns, column, &Column::name) != columns.end();
}

bool FittedSeed::is_key(const std::string& column) const {
  return std::ranges::find(key, column) != key.end();
}

bool FittedSeed::writes(const SeedTable::ForeignKey& foreign) const {
  return std::ranges::any_of(foreign.columns,
                             [this](const std::string& column) { return has(column); });
}

bool FittedSeed::refers_to(const SeedTable& other) const {
  return std::ranges::any_of(table.foreign_keys, [&](const SeedTable::ForeignKey& foreign) {
    return foreign.parent == other.name && writes(foreign);
  });
}

FittedSeed fit_seed(Connection& connection, SqlDialect dialect, const RepeatableScript& seed) {
  CsvReader reader = open_csv(seed.path);
  CsvRecord header;
  if (!reader.next(header)) {
    Diagnostic problem = diagnostic(Code::bad_csv, "seed " + seed.name + " is empty");
    problem.place = reader.place(0, 0);
    problem.hint = "its first line names the columns";
    refuse(std::move(problem));
  }
  FittedSeed fitted;
  fitted.seed = &seed;
  fitted.table = look_at_seed_table(connection, dialect, seed);
  read_header(reader, header, fitted);
  choose_key(reader, fitted);
  return fitted;
}

Place place_in_csv(const RepeatableScript& seed, int line, std::size_t number, std::string label) {
  CsvReader reader = open_csv(seed.path);
  CsvRecord record;
  while (reader.next(record)) {
    if (record.line != line) continue;
    if (number < record.fields.size()) return reader.place(record.fields[number], std::move(label));
    return reader.place(0, record.fields.back().end, std::move(label));
  }
  return reader.place(0, 0, std::move(label));
}

}  // namespace aludel
