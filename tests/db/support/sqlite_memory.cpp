#include "db/support/sqlite_memory.hpp"

#include <utility>

#include "base/text.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "db/support/database.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/objects.hpp"
#include "sql/lexer.hpp"

namespace aludel::testing {

SqliteMemory::SqliteMemory()
    : connection_(open_sqlite({.path = {}, .access = Access::read_write})) {
  run("PRAGMA foreign_keys = ON");
}

const ObjectFunctions& SqliteMemory::objects() const {
  return sqlite::object_functions();
}

void SqliteMemory::run(std::string_view sql) {
  for (const std::string& statement : split(replace_all(std::string(sql), ";\n", "\x01"), '\x01')) {
    if (!trim(statement).empty()) connection_->query(statement);
  }
}

std::vector<std::string> SqliteMemory::rows(std::string_view sql) {
  return lines_of(connection_->query(sql));
}

Inspected SqliteMemory::inspect(const std::vector<ObjectName>& left_out) {
  return objects().inspect(*connection_, left_out);
}

Table SqliteMemory::table(const std::string& name) {
  for (const Table& table : catalog().tables) {
    if (table.name.name == name) return table;
  }
  ADD_FAILURE() << "there is no table " << name;
  return {};
}

Operation SqliteMemory::bound(const Operation& operation) {
  return objects().bound(operation, catalog(), connection_->server_version());
}

std::vector<std::string> SqliteMemory::statements(const Operation& operation) {
  const Catalog before = catalog();
  const int version = connection_->server_version();
  const Rendering rendering =
      objects().render(objects().bound(operation, before, version), before, version);
  std::vector<std::string> statements;
  for (const RenderedStatement& statement : rendering.statements)
    statements.push_back(statement.sql);
  return statements;
}

std::string SqliteMemory::run(const Rendering& rendering) {
  if (rendering.foreign_keys_off) connection_->query("PRAGMA foreign_keys = OFF");
  std::string failure;
  try {
    connection_->query("BEGIN IMMEDIATE");
    for (const RenderedStatement& statement : rendering.statements)
      connection_->query(statement.sql);
    for (const std::string& query : rendering.verify) {
      const auto found = rows(query);
      if (!found.empty()) failure += "verify: " + found.front();
    }
    connection_->query(failure.empty() ? "COMMIT" : "ROLLBACK");
  } catch (const Error& error) {
    failure = error.diagnostic().message;
    connection_->query("ROLLBACK");
  }
  connection_->query("PRAGMA foreign_keys = ON");
  return failure;
}

std::string SqliteMemory::rows_in_the_way(const Operation& operation) {
  const Catalog before = catalog();
  const int version = connection_->server_version();
  const Rendering rendering =
      objects().render(objects().bound(operation, before, version), before, version);
  std::string told;
  for (const RowsInTheWay& each : rendering.in_the_way) {
    const auto found = rows("SELECT " + each.shown + " " + each.from);
    EXPECT_EQ(rows("SELECT count(*) " + each.from), (std::vector{std::to_string(found.size())}));
    if (!found.empty()) told += each.of + ": " + found.front() + "; ";
  }
  return told;
}

std::string SqliteMemory::attempt(const Operation& operation) {
  const Catalog before = catalog();
  const int version = connection_->server_version();
  const Operation bound = objects().bound(operation, before, version);
  EXPECT_EQ(objects().bound(bound, before, version), bound) << "bound is not stable";
  const Rendering rendering = objects().render(bound, before, version);
  Catalog after = before;
  apply(after, bound, objects().rules);
  const std::string in_the_way = rows_in_the_way(operation);
  const std::string failure = run(rendering);
  EXPECT_TRUE(in_the_way.empty() || !failure.empty()) << "not refused, in spite of " << in_the_way;
  const Catalog expected = without_needless_quotes(failure.empty() ? std::move(after) : before);
  const Catalog found = without_needless_quotes(catalog());
  EXPECT_TRUE(found == expected) << "there is\n"
                                 << written_out(found) << "and should be\n"
                                 << written_out(expected);
  return failure;
}

void SqliteMemory::perform(const Operation& operation) {
  const std::string failure = attempt(operation);
  EXPECT_EQ(failure, "");
}

namespace {

std::string plain(const std::string& sql) {
  const SourceText source({}, sql);
  Lexer lexer(source, {0, source.text().size()}, SqlDialect::sqlite);
  std::string text;
  while (const auto token = lexer.next()) {
    const std::string_view word = source.slice(token->span);
    const bool quoted = token->kind == TokenKind::quoted_identifier;
    text += quoted ? word.substr(1, word.size() - 2) : word;
  }
  return text;
}

}  // namespace

Catalog without_needless_quotes(Catalog catalog) {
  for (Table& table : catalog.tables) {
    for (Column& column : table.columns) {
      if (column.generated) column.generated->expression = plain(column.generated->expression);
    }
    for (Constraint& constraint : table.constraints) {
      if (auto* check = std::get_if<Check>(&constraint))
        check->expression = plain(check->expression);
    }
    for (Index& index : table.indexes) {
      index.where = plain(index.where);
      for (IndexPart& part : index.parts) part.expression = plain(part.expression);
    }
  }
  for (View& view : catalog.views) view.query = plain(view.query);
  for (Trigger& trigger : catalog.triggers) {
    trigger.timing = plain(trigger.timing);
    trigger.action = plain(trigger.action);
  }
  return sorted(std::move(catalog));
}

std::string written_out(const Catalog& catalog) {
  std::string text;
  for (const Table& table : catalog.tables) {
    text += sqlite::create_table(table, table.name.name) + "\n";
    for (const Index& index : table.indexes)
      text += sqlite::create_index(index, table.name.name) + "\n";
    for (const std::string& what : table.beyond) text += "  beyond: " + what + "\n";
  }
  for (const View& view : catalog.views) text += sqlite::create_view(view) + "\n";
  for (const Trigger& trigger : catalog.triggers) text += sqlite::create_trigger(trigger) + "\n";
  return text;
}

std::string refusal_of(SqliteMemory& database, const Operation& operation) {
  try {
    (void)database.statements(operation);
    return {};
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, "E0329");
    EXPECT_NE(error.diagnostic().hint, "") << error.diagnostic().message;
    return error.diagnostic().message + " / " + error.diagnostic().hint;
  }
}

}  // namespace aludel::testing
