#include "dialect/sqlite/read_objects.hpp"

#include <utility>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/text_reader.hpp"

namespace aludel::sqlite {

namespace {

/// One element of an index: what it sorts by, then COLLATE and the direction.
IndexPart read_part(TextReader& reader) {
  IndexPart part;
  const std::size_t first = reader.position();
  std::size_t end = first;
  int depth = 0;
  while (depth > 0 || !(reader.sees(",") || reader.sees(")"))) {
    if (depth == 0 && (reader.sees("asc") || reader.sees("desc"))) break;
    if (depth == 0 && reader.sees("collate")) {
      reader.skip();
      part.collation = collation_named(reader.name());
      continue;
    }
    if (reader.sees("(")) ++depth;
    if (reader.sees(")")) --depth;
    (void)reader.token();
    end = reader.position();
  }
  part.descending = reader.take("desc");
  reader.take("asc");
  TextReader element(reader.text(first, end));
  if (end == first + 1 && element.sees_name() && !element.sees("null")) {
    part.column = element.name();
  } else {
    part.expression = bare_expression(reader.text(first, end));
  }
  return part;
}

}  // namespace

ReadIndex read_index(const std::string& sql) {
  TextReader reader(sql);
  ReadIndex read;
  reader.expect("create");
  read.index.unique = reader.take("unique");
  reader.expect("index");
  read.index.name = reader.name();
  reader.expect("on");
  read.table = reader.name();
  reader.expect("(");
  do read.index.parts.push_back(read_part(reader));
  while (reader.take(","));
  reader.expect(")");
  if (reader.take("where")) read.index.where = bare_expression(reader.rest());
  return read;
}

Index settled(Index index, const Table& table) {
  for (IndexPart& part : index.parts) {
    if (part.column.empty()) continue;
    const Column* column = find_column(table, part.column, rules);
    if (column == nullptr) {
      part.expression = "'" + replace_all(std::exchange(part.column, {}), "'", "''") + "'";
      continue;
    }
    part.column = column->name;
    if (part.collation == (column->collation.empty() ? "BINARY" : column->collation))
      part.collation.clear();
  }
  return index;
}

Constraint settled(Constraint constraint, const Table& table) {
  const auto spell = [&](std::vector<std::string>& columns) {
    for (std::string& name : columns) {
      const Column* column = find_column(table, name, rules);
      if (column != nullptr) name = column->name;
    }
  };
  if (auto* key = std::get_if<PrimaryKey>(&constraint)) spell(key->columns);
  if (auto* unique = std::get_if<Unique>(&constraint)) spell(unique->columns);
  if (auto* foreign = std::get_if<ForeignKey>(&constraint)) spell(foreign->columns);
  return constraint;
}

View read_view(const std::string& sql) {
  TextReader reader(sql);
  View view;
  reader.expect("create");
  reader.expect("view");
  view.name = ObjectName("", reader.name());
  if (reader.sees("(")) view.columns = reader.names_in_parentheses();
  reader.expect("as");
  view.query = reader.rest();
  return view;
}

Trigger read_trigger(const std::string& sql) {
  TextReader reader(sql);
  Trigger trigger;
  reader.expect("create");
  reader.expect("trigger");
  trigger.name = reader.name();
  const std::size_t first = reader.position();
  // Columns of UPDATE OF may be called anything but a reserved word such as ON.
  while (!reader.sees("on")) (void)reader.token();
  trigger.timing = reader.text(first, reader.position());
  reader.expect("on");
  trigger.table = ObjectName("", reader.name());
  trigger.action = reader.rest();
  return trigger;
}

}  // namespace aludel::sqlite
