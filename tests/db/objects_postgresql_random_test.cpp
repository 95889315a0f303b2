// Properties of catalogs and operations on a real server, with random ones.
#include <cstdlib>
#include <random>

#include "catalog/creation.hpp"
#include "catalog/inverse.hpp"
#include "db/support/objects.hpp"

namespace aludel::testing {

namespace {

int cases() {
  return std::getenv("ALUDEL_PROOF") == nullptr ? 20 : 400;
}

/// Random objects, written as the server writes them.
class RandomObjects {
 public:
  RandomObjects(unsigned seed, int version) : random_(seed), version_(version) {}

  int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool chance(int of_hundred) { return number(100) < of_hundred; }
  template <typename Range>
  auto& one_of(Range& range) {
    return range[static_cast<std::size_t>(number(static_cast<int>(std::size(range))))];
  }
  std::string name(const std::string& stem) {
    const char* const forms[] = {"%", "%", "%", "Odd %", "select_%", "%\"q"};
    std::string form = one_of(forms);
    form.replace(form.find('%'), 1, stem + std::to_string(++last_));
    return form;
  }
  std::string comment() { return chance(30) ? "it's " + name("comment") : std::string(); }

  Column column(const Catalog& catalog) {
    struct Form {
      Type type;
      const char* default_sql;
    };
    const std::vector<Form> forms{{integer(), "'-7'::integer"},
                                  {big_int(), "12"},
                                  {numeric(12, 2), "0.5"},
                                  {text(), "'it''s'::text"},
                                  {varchar(40), "'x'::character varying"},
                                  {character(3), "'x'::bpchar"},
                                  {boolean(), "true"},
                                  {timestamp_tz(), "now()"},
                                  {timestamp(3), "CURRENT_TIMESTAMP"},
                                  {date(), "'2026-01-01'::date"},
                                  {uuid(), "'6f1c1f5e-6a0c-4c57-9e5b-0b3c5b1d7d11'::uuid"},
                                  {jsonb(), "'{}'::jsonb"},
                                  {bytes(), "'\\x00'::bytea"},
                                  {array_of(text()), "'{}'::text[]"},
                                  {named("inet"), "'127.0.0.1'::inet"},
                                  {double_precision(), "1.5"}};
    const Form& form = one_of(forms);
    Column column{
        .name = name("c"), .type = form.type, .nullable = chance(60), .comment = comment()};
    if (chance(40)) column.default_sql = form.default_sql;
    if (!catalog.enums.empty() && chance(15)) {
      const Enum& type = one_of(catalog.enums);
      column.type = named(type_name(type.name));
      column.default_sql.reset();
      if (chance(50)) column.default_sql = "'" + type.values.front() + "'::" + type_name(type.name);
    }
    if (column.type == text() && chance(30)) column.collation = "C";
    return column;
  }

  Table table(const Catalog& catalog) {
    Table table{.name = {schema(catalog), name("t")}, .comment = comment()};
    table.columns.push_back({.name = "id", .type = big_int(), .nullable = false});
    if (chance(60))
      table.columns[0].identity = Identity{.always = chance(50), .options = sequence_options()};
    for (int count = number(5); count >= 0; --count) table.columns.push_back(column(catalog));
    table.constraints.emplace_back(PrimaryKey{.name = name("pk"), .columns = {"id"}});
    if (chance(20))
      table.columns.push_back({.name = name("g"),
                               .type = big_int(),
                               .generated = Generated{.expression = "id * 2",
                                                      .stored = version_ < 180000 || chance(50)}});
    for (int count = number(3); count > 0; --count)
      table.constraints.push_back(constraint(table, catalog));
    for (int count = number(3); count > 0; --count) table.indexes.push_back(index(table));
    if (chance(20)) table.options = {{"fillfactor", std::to_string(50 + number(50))}};
    table.row_security = chance(15);
    table.unlogged = chance(5) && catalog.tables.empty();
    return sorted(table);
  }

  Constraint constraint(const Table& table, const Catalog& catalog) {
    switch (number(catalog.tables.empty() ? 2 : 3)) {
      case 0:
        return Check{.name = name("ck"),
                     .expression = "id > " + std::to_string(number(9)),
                     .not_valid = chance(20)};
      case 1:
        return Unique{.name = name("uq"),
                      .columns = {"id"},
                      .nulls_not_distinct = version_ >= 150000 && chance(30),
                      .deferral = chance(30) ? Deferral::initially_deferred : Deferral::never};
      default: break;
    }
    const Table& referred = one_of(catalog.tables);
    if (referred.unlogged != table.unlogged)
      return Check{.name = name("ck"), .expression = "id <> 0"};
    return ForeignKey{.name = name("fk"),
                      .columns = {"id"},
                      .table = referred.name,
                      .referred = {"id"},
                      .on_delete = static_cast<Action>(number(3)),
                      .deferral = chance(30) ? Deferral::deferrable : Deferral::never,
                      .not_valid = chance(20)};
  }

  Index index(const Table& table) {
    Index index{.name = name("ix"), .unique = chance(20), .comment = comment()};
    IndexPart part{.column = "id", .descending = chance(30)};
    if (chance(20)) part.nulls_first = !part.descending;
    index.parts.push_back(part);
    if (chance(30)) index.parts.push_back({.expression = "id + 1"});
    for (const Column& column : table.columns) {
      if (column.type == text() && chance(50))
        index.parts.push_back({.column = column.name,
                               .collation = chance(30) ? "POSIX" : "",
                               .opclass = chance(30) ? "text_pattern_ops" : ""});
    }
    if (chance(20)) index.where = "id > 3";
    if (chance(20)) index.options = {{"fillfactor", "60"}};
    return index;
  }

  SequenceOptions sequence_options() {
    if (chance(60)) return {};
    return {.start = 50 + number(9),
            .increment = 2 + number(9),
            .max_value = 1000,
            .cycle = chance(50)};
  }

  View view(const Catalog& catalog) {
    const Table& table = one_of(catalog.tables);
    const std::string of = version_ >= 160000 ? "" : quoted(table.name.name) + ".";
    return {.name = {schema(catalog), name("v")},
            .query = "SELECT " + of + "id\n   FROM " + type_name(table.name),
            .materialized = chance(30),
            .comment = comment()};
  }

  Catalog catalog() {
    Catalog catalog;
    if (chance(50)) catalog.schemas.push_back({.name = "App", .comment = comment()});
    for (int count = number(3); count > 0; --count)
      catalog.enums.push_back({.name = {schema(catalog), name("e")},
                               .values = {"a", "it's", "C"},
                               .comment = comment()});
    if (chance(40))
      catalog.domains.push_back({.name = {schema(catalog), name("d")},
                                 .type = integer(),
                                 .nullable = chance(50),
                                 .default_sql = "1",
                                 .checks = {{.name = name("ck"), .expression = "VALUE > 0"}},
                                 .comment = comment()});
    if (chance(40))
      catalog.sequences.push_back({.name = {schema(catalog), name("s")},
                                   .type = chance(50) ? integer() : big_int(),
                                   .options = sequence_options(),
                                   .comment = comment()});
    for (int count = number(4); count >= 0; --count) catalog.tables.push_back(table(catalog));
    if (chance(50)) catalog.views.push_back(view(catalog));
    if (chance(30))
      catalog.grants.push_back({.object = catalog.tables.front().name,
                                .role = "pg_monitor",
                                .privileges = {"INSERT", "SELECT"}});
    if (chance(30))
      catalog.policies.push_back({.name = name("p"),
                                  .table = catalog.tables.front().name,
                                  .command = "SELECT",
                                  .using_expression = "id > 5",
                                  .comment = comment()});
    return sorted(catalog);
  }

  Operation operation(const Catalog& catalog) {
    const Table& table = one_of(catalog.tables);
    const Column& column = one_of(table.columns);
    const auto change = [&table](TableChange of) {
      return AlterTable{.name = table.name, .changes = {std::move(of)}};
    };
    switch (number(22)) {
      case 0: return CreateTable{this->table(catalog)};
      case 1: return change(AddColumn{this->column(catalog)});
      case 2: return change(AlterColumn{.name = column.name, .nullable = chance(50)});
      case 3:
        return change(
            AlterColumn{.name = column.name, .default_sql = std::optional<std::string>()});
      case 4: return change(AlterColumn{.name = column.name, .comment = comment()});
      case 5: return change(RenameColumn{column.name, name("r")});
      case 6: return change(AddConstraint{constraint(table, catalog)});
      case 7: return change(DropConstraint{.name = constraint_name(table)});
      case 8: return change(RenameConstraint{constraint_name(table), name("rc")});
      case 9: return CreateIndex{table.name, index(table)};
      case 10:
        return table.indexes.empty()
                   ? Operation(Verify{})
                   : DropIndex{.table = table.name, .name = one_of(table.indexes).name};
      case 11:
        return table.indexes.empty()
                   ? Operation(Verify{})
                   : RenameIndex{table.name, one_of(table.indexes).name, name("ri")};
      case 12: return change(SetTableComment{comment()});
      case 13: return change(SetRowSecurity{.enabled = chance(50), .forced = chance(50)});
      case 14:
        return change(SetTableOption{"fillfactor",
                                     chance(50) ? std::optional<std::string>("33") : std::nullopt});
      case 15: return RenameTable{table.name, name("rt")};
      case 16: return CreateEnum{{.name = {schema(catalog), name("e")}, .values = {"x"}}};
      case 17:
        return catalog.enums.empty() ? Operation(Verify{})
                                     : AddEnumValue{.name = one_of(catalog.enums).name,
                                                    .value = name("value"),
                                                    .before = chance(50) ? "a" : ""};
      case 18:
        return catalog.enums.empty()
                   ? Operation(Verify{})
                   : RenameEnumValue{one_of(catalog.enums).name, "a", name("value")};
      case 19:
        return CreateSequence{
            .sequence = {.name = {schema(catalog), name("s")}, .options = sequence_options()}};
      case 20: return CreateView{.view = view(catalog)};
      default:
        return GrantPrivileges{{.object = table.name,
                                .role = "pg_read_all_stats",
                                .privileges = {"UPDATE"},
                                .with_grant_option = chance(30)}};
    }
  }

 private:
  std::string schema(const Catalog& catalog) {
    return !catalog.schemas.empty() && chance(40) ? catalog.schemas.front().name : std::string();
  }
  std::string constraint_name(const Table& table) {
    return table.constraints.empty() ? std::string("none")
                                     : std::visit([](const auto& of_kind) { return of_kind.name; },
                                                  one_of(table.constraints));
  }
  static std::string quoted(const std::string& name) {
    bool plain = true;
    for (const char c : name)
      plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    if (plain) return name;
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
  }
  static std::string type_name(const ObjectName& name) {
    return (name.schema.empty() ? "" : quoted(name.schema) + ".") + quoted(name.name);
  }

  std::mt19937 random_;
  int version_;
  int last_ = 0;
};

class PostgresqlObjectsAtRandom : public PostgresqlObjects {
 protected:
  void begin(const Catalog& wanted) {
    catalog = {};
    sql("DROP SCHEMA public CASCADE;\nDROP SCHEMA IF EXISTS \"App\" CASCADE;\nCREATE SCHEMA "
        "public;");
    for (const Operation& operation : creation(wanted, objects().rules)) perform(operation);
  }
};

}  // namespace

TEST_P(PostgresqlObjectsAtRandom, WhatIsMadeIsWhatIsFound) {
  for (int number = 0; number < cases(); ++number) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Catalog wanted = RandomObjects(seed, version).catalog();
    begin(wanted);
    const Catalog found = inspected();
    ASSERT_TRUE(found == wanted) << differences(wanted, found);
  }
}

TEST_P(PostgresqlObjectsAtRandom, AnOperationAndItsInverseLeaveWhatWasThere) {
  for (int number = 0; number < cases(); ++number) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomObjects random(seed, version);
    begin(random.catalog());
    for (int step = 0; step < 8; ++step) {
      const Catalog before = catalog;
      const Operation operation = bound(random.operation(catalog));
      Catalog after = catalog;
      try {
        apply(after, operation, objects().rules);
      } catch (const Error&) {
        continue;  // it does not fit what is there
      }
      SCOPED_TRACE(sql_of(operation));
      perform(operation);
      const Catalog changed = inspected();
      ASSERT_TRUE(changed == catalog) << differences(catalog, changed);
      const auto back = inverse(operation, before, objects().rules);
      if (!back) continue;
      for (const Operation& undo : *back) perform(undo);
      const Catalog found = inspected();
      ASSERT_TRUE(found == before) << differences(before, found);
    }
  }
}

ALUDEL_ON_POSTGRESQL(PostgresqlObjectsAtRandom);

}  // namespace aludel::testing
