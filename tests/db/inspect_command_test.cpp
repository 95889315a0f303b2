// `inspect`: what it prints makes the same database again.
#include "db/support/fixture.hpp"
#include "db/support/offline.hpp"

namespace aludel::testing {
namespace {

class InspectCommand : public OnDatabase {};
ALUDEL_ON_EVERY_DATABASE(InspectCommand);

TEST_P(InspectCommand, PrintsWhatMakesTheSameDatabase) {
  project->add(
      "aaaa0001",
      on_postgresql()
          ? "CREATE SCHEMA app;\nCREATE TYPE app.mood AS ENUM ('up', 'it''s');\n"
            "CREATE TABLE app.\"Prices\" (id serial PRIMARY KEY, mood app.mood DEFAULT 'it''s', "
            "price numeric CHECK (price > 0));\n"
            "CREATE TABLE days (day date, id integer REFERENCES app.\"Prices\") PARTITION BY "
            "RANGE (day);\n"
            "CREATE TABLE days_2026 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO "
            "('2027-01-01');\n"
            "CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; "
            "END$$;\n"
            "CREATE TRIGGER note BEFORE UPDATE ON app.\"Prices\" FOR EACH ROW EXECUTE FUNCTION "
            "app.note();\n"
            "CREATE MATERIALIZED VIEW rising AS SELECT id FROM app.\"Prices\" WHERE mood = 'up';\n"
            "CREATE UNIQUE INDEX ON rising (id);\n"
            "COMMENT ON COLUMN app.\"Prices\".price IS 'net; without tax';"
          : "CREATE TABLE \"Prices\" (id INTEGER PRIMARY KEY AUTOINCREMENT, mood TEXT DEFAULT "
            "'it''s', price REAL CHECK (price > 0)) STRICT;\n"
            "CREATE TABLE days (day TEXT, id INTEGER REFERENCES \"Prices\", PRIMARY KEY (day, id)) "
            "WITHOUT ROWID;\n"
            "CREATE INDEX ix_days ON days (lower(day) DESC) WHERE id > 0;\n"
            "CREATE VIEW rising AS SELECT id FROM \"Prices\" WHERE mood = 'up';\n"
            "CREATE TRIGGER note AFTER UPDATE ON days BEGIN DELETE FROM days WHERE id = 0; END;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome printed = run({"inspect"});
  ASSERT_EXIT_CODE(0, printed);
  const TestDatabase other(database->server());
  ASSERT_EXIT_CODE(0, run_script(other, printed.out));
  const Outcome again = run({"inspect", "--url", other.url()});
  ASSERT_EXIT_CODE(0, again);
  EXPECT_EQ(again.out, printed.out);
  EXPECT_TRUE(says(printed.out, "Prices"));
}

}  // namespace
}  // namespace aludel::testing
