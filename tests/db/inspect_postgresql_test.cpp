// What inspection says of objects that were made by hand.
#include "db/support/objects.hpp"

namespace aludel::testing {

namespace {

class InspectPostgresql : public PostgresqlObjects {
 protected:
  /// The lines of what is found that have `what` in them.
  Lines found(const std::string& what) {
    Lines lines;
    for (const std::string& line : lines_of(inspected())) {
      if (line.find(what) != std::string::npos) lines.push_back(line);
    }
    return lines;
  }
  Table table(const std::string& name) {
    for (const Table& one : inspected().tables) {
      if (one.name.text() == name) return one;
    }
    ADD_FAILURE() << "no table " << name;
    return {};
  }
  Lines not_covered() { return objects().inspect(*database->connect(), {}).not_covered; }
};

}  // namespace

TEST_P(InspectPostgresql, AnEmptyDatabaseIsAnEmptyCatalog) {
  const Inspected found = objects().inspect(*database->connect(), {});
  EXPECT_EQ(lines_of(found.catalog), Lines{});
  EXPECT_EQ(found.not_covered, Lines{});
}

TEST_P(InspectPostgresql, TypesThatEveryDatabaseHasArePortableOthersKeepTheirName) {
  sql("CREATE TYPE mood AS ENUM ('a');\n"
      "CREATE TABLE t (a int8, b int4[], c varchar(5), d varchar, e char, f decimal(5), g "
      "timestamptz, h timestamp(3), i time(2), j timetz, "
      "k interval, l interval minute to second(2), m mood[], n bpchar, o bit(3), p \"char\", q "
      "float4);");
  const std::vector<Type> expected{big_int(),
                                   array_of(integer()),
                                   varchar(5),
                                   {.kind = Type::Kind::varchar},
                                   character(1),
                                   numeric(5),
                                   timestamp_tz(),
                                   timestamp(3),
                                   {.kind = Type::Kind::time, .size = 2},
                                   named("time with time zone"),
                                   interval(),
                                   named("interval minute to second(2)"),
                                   array_of(named("mood")),
                                   named("bpchar"),
                                   named("bit(3)"),
                                   named("\"char\""),
                                   real()};
  const Table found = table("t");
  ASSERT_EQ(found.columns.size(), expected.size());
  for (std::size_t at = 0; at < expected.size(); ++at)
    EXPECT_EQ(found.columns[at].type, expected[at]) << found.columns[at].name;
}

TEST_P(InspectPostgresql, ASerialColumnIsADefaultAndASequenceThatTheColumnOwns) {
  sql("CREATE TABLE t (id serial);");
  EXPECT_EQ(found(""),
            (Lines{"sequence t_id_seq type=3 of=t.id", "table t",
                   "table t column id type=3 not-null default=nextval('t_id_seq'::regclass)"}));
}

TEST_P(InspectPostgresql, PartitionsHaveOnlyWhatIsTheirOwn) {
  sql("CREATE TABLE other (id int PRIMARY KEY);\n"
      "CREATE TABLE p (id int REFERENCES other, day date, x text DEFAULT 'q', CHECK (id > 0), "
      "PRIMARY KEY (id, day)) PARTITION BY RANGE (day);\n"
      "CREATE INDEX by_x ON p (x);\n"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');\n"
      "CREATE TABLE p2 PARTITION OF p (x DEFAULT 'other', CONSTRAINT own CHECK (x <> 'z')) "
      "DEFAULT;\n"
      "CREATE INDEX own_index ON p2 (day);\n"
      "CREATE TABLE p3 (LIKE p INCLUDING ALL);\n"
      "ALTER TABLE p ATTACH PARTITION p3 FOR VALUES FROM ('2027-01-01') TO ('2027-02-01');");
  EXPECT_EQ(
      found("table p1"),
      (Lines{"table p1 partition-of=p bound=FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')"}));
  EXPECT_EQ(found("table p2"), (Lines{"table p2 partition-of=p bound=DEFAULT",
                                      "table p2 column x type=8 default='other'::text",
                                      "table p2 check own that=x <> 'z'::text",
                                      "table p2 index own_index column=day"}));
  EXPECT_EQ(
      found("table p3"),
      (Lines{"table p3 partition-of=p bound=FOR VALUES FROM ('2027-01-01') TO ('2027-02-01')"}));
  EXPECT_EQ(table("p").partition_by, "RANGE (day)");
}

TEST_P(InspectPostgresql, AnHeirHasOnlyWhatIsItsOwn) {
  sql("CREATE TABLE parent (id int, name text DEFAULT 'x');\n"
      "CREATE TABLE heir (name text DEFAULT 'y', more int) INHERITS (parent);");
  EXPECT_EQ(found("heir"), (Lines{"table heir inherits=(parent)",
                                  "table heir column name type=8 default='y'::text",
                                  "table heir column more type=3"}));
}

TEST_P(InspectPostgresql, NamesInTheFirstSchemaOfTheSessionHaveNone) {
  sql("CREATE SCHEMA app;\nCREATE TYPE app.mood AS ENUM ('a');\nCREATE TABLE app.t (m app.mood "
      "DEFAULT 'a');\nCREATE TABLE u (m app.mood);");
  EXPECT_EQ(found("column m"),
            (Lines{"table u column m type=0app.mood",
                   "table app.t column m type=0app.mood default='a'::app.mood"}));
  const auto other = database->connect();
  other->query("SET search_path = app, public");
  const Catalog seen = objects().inspect(*other, {}).catalog;
  EXPECT_EQ(seen.tables.at(0).name, ObjectName("t"));
  EXPECT_EQ(seen.tables.at(0).columns.at(0).type, named("mood"));
  EXPECT_EQ(seen.tables.at(1).name, ObjectName("public.u"));
  EXPECT_EQ(other->query("SHOW search_path").rows.at(0).at(0), "app, public");
}

TEST_P(InspectPostgresql, InsideATransactionItLeavesTheSessionAsItWas) {
  const auto session = database->connect();
  session->query("BEGIN");
  session->query("CREATE TABLE mine (a int)");
  EXPECT_EQ(objects().inspect(*session, {}).catalog.tables.size(), 1U);
  EXPECT_TRUE(session->in_transaction());
  EXPECT_EQ(session->query("SHOW search_path").rows.at(0).at(0), "\"$user\", public");
  session->query("ROLLBACK");
  EXPECT_EQ(objects().inspect(*session, {}).catalog.tables.size(), 0U);
}

TEST_P(InspectPostgresql, TablesThatAreLeftOutAreNotThereWithAllOfTheirs) {
  sql("CREATE TABLE kept (a int);\nCREATE TABLE books (id serial);\nCREATE INDEX ON books "
      "(id);\nCREATE POLICY p ON books USING (true);\nGRANT SELECT ON books TO PUBLIC;");
  const Catalog found = objects().inspect(*database->connect(), {"books"}).catalog;
  EXPECT_EQ(lines_of(found), (Lines{"table kept", "table kept column a type=3"}));
}

TEST_P(InspectPostgresql, TemporaryTablesAndMembersOfExtensionsAreNotOurs) {
  const auto session = database->connect();
  session->query("CREATE TEMP TABLE mine (a int)");
  if (value("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'") !=
      "0")
    session->query("CREATE EXTENSION pg_stat_statements");
  const Inspected found = objects().inspect(*session, {});
  EXPECT_EQ(
      found.catalog.tables.size() + found.catalog.views.size() + found.catalog.functions.size(),
      0U);
  EXPECT_EQ(found.not_covered, Lines{});
}

TEST_P(InspectPostgresql, WhatACatalogCannotHoldIsNamed) {
  sql("CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;\n"
      "CREATE LANGUAGE l HANDLER plpgsql_call_handler;");
  EXPECT_EQ(not_covered(), (Lines{"conversion c", "language l"}));
  if (version >= 180000) {
    sql("CREATE TABLE u (a int CONSTRAINT loose CHECK (a > 0) NOT ENFORCED);");
    EXPECT_EQ(not_covered().at(0), "constraint NOT ENFORCED: loose of u");
  }
}

TEST_P(InspectPostgresql, WhatHoldsNoRowsIsKnownByItsStatements) {
  sql("CREATE TYPE pair AS (a int, b int);\nCREATE TYPE span AS RANGE (subtype = int);\n"
      "CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int);\n"
      "CREATE TABLE t (a int, b int);\n"
      "CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING;\n"
      "CREATE STATISTICS s ON a, b FROM t;\nCOMMENT ON STATISTICS s IS 'x';\n"
      "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq);");
  const Inspected found = objects().inspect(*database->connect(), {});
  EXPECT_EQ(found.not_covered, Lines{});
  Lines seen;
  for (const OtherObject& one : found.catalog.others) seen.push_back(one.kind + " " + one.name);
  EXPECT_EQ(seen, (Lines{"AGGREGATE total(integer)", "OPERATOR ===(integer, integer)",
                         "RULE quiet ON t", "STATISTICS s", "TYPE span"}));
  ASSERT_EQ(found.catalog.composites.size(), 1U);
  EXPECT_EQ(found.catalog.composites[0].attributes.size(), 2U);
  EXPECT_EQ(this->found("function"), Lines{}) << "a range type's constructors are its own";
  EXPECT_EQ(found.catalog.others[3].statements,
            (Lines{"CREATE STATISTICS s ON a, b FROM t", "COMMENT ON STATISTICS s IS 'x'"}));
  EXPECT_EQ(found.catalog.others[3].table, ObjectName("t"));
}

TEST_P(InspectPostgresql, SettingsOfObjectsAreRead) {
  sql("CREATE TABLE t (a text, b int CONSTRAINT c CHECK (b > 0));\n"
      "ALTER TABLE t REPLICA IDENTITY FULL;\nALTER TABLE t ALTER a SET STORAGE EXTERNAL;\n"
      "COMMENT ON CONSTRAINT c ON t IS 'y';\n"
      "CREATE VIEW v AS SELECT a FROM t;\nCOMMENT ON COLUMN v.a IS 'x';");
  const Inspected found = objects().inspect(*database->connect(), {});
  EXPECT_EQ(found.not_covered, Lines{});
  Lines seen;
  for (const ObjectSetting& one : found.catalog.settings)
    seen.push_back(one.kind + " " + one.object.text() + "." + one.part + " = " + one.value);
  EXPECT_EQ(seen, (Lines{"COMMENT ON CONSTRAINT t.c = y", "REPLICA IDENTITY t. = FULL",
                         "STORAGE t.a = EXTERNAL", "COMMENT ON COLUMN v.a = x"}));
}

TEST_P(InspectPostgresql, GrantsAreThoseThatWereMade) {
  sql("CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select 1';\n"
      "GRANT SELECT, INSERT ON t TO pg_monitor;\nGRANT UPDATE ON t TO pg_monitor WITH GRANT "
      "OPTION;\nGRANT EXECUTE ON FUNCTION f TO pg_monitor;\nGRANT CREATE ON SCHEMA public TO "
      "pg_monitor;");
  EXPECT_EQ(found("grant"),
            (Lines{"grant on 0 public() to=pg_monitor privileges=(CREATE)",
                   "grant on 5 t() to=pg_monitor privileges=(INSERT,SELECT)",
                   "grant on 5 t() to=pg_monitor privileges=(UPDATE) with-grant-option",
                   "grant on 8 f() to=pg_monitor privileges=(EXECUTE)"}));
}

TEST_P(InspectPostgresql, ItAsksTheSameNumberOfQuestionsWhateverIsThere) {
  const auto session = database->connect();
  int statements = 0;
  session->set_trace([&statements](const auto&...) { ++statements; });
  static_cast<void>(objects().inspect(*session, {}));
  const int empty = std::exchange(statements, 0);
  for (int number = 0; number < 5; ++number) {
    const std::string n = std::to_string(number);
    sql("CREATE TABLE t" + n +
        " (id serial PRIMARY KEY, a text COLLATE \"C\" CHECK (a <> ''));\nCREATE INDEX ON t" + n +
        " (lower(a));\nCREATE VIEW v" + n + " AS SELECT id FROM t" + n + ";");
  }
  statements = 0;
  EXPECT_EQ(objects().inspect(*session, {}).catalog.tables.size(), 5U);
  EXPECT_EQ(statements, empty);
}

ALUDEL_ON_POSTGRESQL(InspectPostgresql);

}  // namespace aludel::testing
