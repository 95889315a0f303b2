// The table of statement kinds against servers: each statement runs in a transaction, and the locks
// that it holds, the rows that it read and the files that it made are compared with what is said.
#include <algorithm>
#include <map>
#include <thread>

#include "db/support/fixture.hpp"
#include "lint/facts.hpp"
#include "sql/splitter.hpp"

namespace aludel::testing {
namespace {

constexpr const char* objects = R"(
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer NOT NULL DEFAULT 1, name varchar(20), amount numeric(10,2), at timestamptz, day timestamp, ref integer, CONSTRAINT old_check CHECK (a > 0), CONSTRAINT checked CHECK (b IS NOT NULL), CONSTRAINT ready FOREIGN KEY (ref) REFERENCES other);
CREATE TABLE child (id integer, t_id integer REFERENCES t);
CREATE TABLE parent (id integer, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE parent_1 PARTITION OF parent FOR VALUES IN (1);
CREATE TABLE parent_default PARTITION OF parent DEFAULT;
CREATE TABLE loose (id integer, k integer NOT NULL);
CREATE VIEW v AS SELECT id FROM other;
CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE INDEX ix ON t (a);
CREATE UNIQUE INDEX ux ON t (a, id);
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('sad');
CREATE DOMAIN positive AS integer;
CREATE FUNCTION tick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE FUNCTION steady() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7';
CREATE FUNCTION changing() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 7; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tick();
CREATE POLICY pol ON t USING (true);
ALTER TABLE t ADD CONSTRAINT later CHECK (a < 100000) NOT VALID;
ALTER TABLE t ADD CONSTRAINT later_key FOREIGN KEY (a) REFERENCES other NOT VALID;
INSERT INTO other SELECT generate_series(1, 1000);
INSERT INTO t (id, a, name, amount, at, day, ref) SELECT g, g, 'x', 1, now(), now(), g FROM generate_series(1, 1000) g;
INSERT INTO parent SELECT g, 1 + g % 2 * 2 FROM generate_series(1, 1000) g;
INSERT INTO loose SELECT g, 7 FROM generate_series(1, 1000) g;
)";

struct Seen {
  Lock lock = Lock::none;
  bool reads = false;
  bool rewrites = false;
  bool operator==(const Seen&) const = default;
};
using ByTable = std::map<std::string, Seen>;

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << name_of(seen.lock) << (seen.rewrites ? ", rewrite" : seen.reads ? ", scan" : "");
}

constexpr std::array<std::pair<std::string_view, Lock>, 8> modes{
    {{"AccessShareLock", Lock::access_share},
     {"RowShareLock", Lock::row_share},
     {"RowExclusiveLock", Lock::row_exclusive},
     {"ShareUpdateExclusiveLock", Lock::share_update_exclusive},
     {"ShareLock", Lock::share},
     {"ShareRowExclusiveLock", Lock::share_row_exclusive},
     {"ExclusiveLock", Lock::exclusive},
     {"AccessExclusiveLock", Lock::access_exclusive}}};

Lock lock_named(const std::string& name) {
  const auto found = std::ranges::find(modes, name, &std::pair<std::string_view, Lock>::first);
  return found == modes.end() ? Lock::unknown : found->second;
}

class Effects : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!database) return;
    database->run(objects);
    rows("ANALYZE");
    session_ = database->connect();
    session_->query("SET TimeZone = 'UTC'");
  }

  /// What the table says, with what the database tells.
  StatementEffects said(const std::string& sql) {
    const SourceText source("test", sql);
    const auto split = split_statements(source, {0, sql.size()}, SqlDialect::postgresql);
    StatementEffects effects = effects_of(source, split.statements.at(0), SqlDialect::postgresql,
                                          session_->server_version());
    FactsRequest request;
    for (const TouchedTable& table : effects.tables) {
      request.relations.insert(table.name);
      request.functions.insert(table.functions.begin(), table.functions.end());
    }
    settle(effects, read_facts(*session_, SqlDialect::postgresql, request));
    return effects;
  }

  static ByTable by_table(const StatementEffects& effects) {
    ByTable result;
    for (const TouchedTable& table : effects.tables) {
      Seen& seen = result[table.name.name];
      seen.lock = std::max(seen.lock, table.lock);
      seen.reads = seen.reads || table.work == Work::scan || table.work == Work::build ||
                   table.work == Work::rewrite;
      seen.rewrites = seen.rewrites || table.work == Work::rewrite;
    }
    return result;
  }

  struct Before {
    std::string name;
    std::string file;
    long reads = 0;
  };

  /// The relations that are there, by oid, inside the transaction.
  std::map<std::string, Before> relations() {
    std::map<std::string, Before> result;
    for (const auto& row :
         session_
             ->query("SELECT oid, relname, relfilenode, pg_stat_get_xact_tuples_returned(oid) "
                     "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN "
                     "('r', 'p', 'm', 'v', 'S')")
             .rows)
      result[row[0].value_or("")] = {row[1].value_or(""), row[2].value_or(""),
                                     std::stol(row[3].value_or("0"))};
    return result;
  }

  ByTable held(const std::map<std::string, Before>& before) {
    ByTable result;
    const Result found = session_->query(
        "SELECT l.relation, l.mode, coalesce(pg_stat_get_xact_tuples_returned(l.relation), 0), "
        "coalesce(c.relfilenode, 0) FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation "
        "WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation'");
    for (const auto& row : found.rows) {
      const auto was = before.find(row[0].value_or(""));
      if (was == before.end()) continue;
      Seen& seen = result[was->second.name];
      seen.lock = std::max(seen.lock, lock_named(row[1].value_or("")));
      seen.reads = std::stol(row[2].value_or("0")) - was->second.reads >= 500;
      // A sequence that begins anew has a new file too.
      seen.rewrites = row[3] != "0" && row[3] != was->second.file && was->second.name != "s";
    }
    return result;
  }

  /// Runs `sql` in a transaction that is rolled back, and compares.
  void compare(const std::string& sql) {
    SCOPED_TRACE(sql);
    const StatementEffects effects = said(sql);
    EXPECT_TRUE(effects.known);
    session_->query("BEGIN");
    const auto before = relations();
    ByTable is;
    try {
      session_->query(sql);
      is = held(before);
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
    session_->query("ROLLBACK");
    ByTable should = by_table(effects);
    std::erase_if(should, [&](const auto& each) {
      return std::ranges::none_of(
          before, [&](const auto& relation) { return relation.second.name == each.first; });
    });
    // Readers' locks are not told of; a parent's lock is its partitions' too, and what it reads is
    // theirs.
    if (is.contains("parent") && is.contains("parent_1") && should["parent"].reads)
      is["parent"].reads = is["parent_1"].reads;
    std::erase_if(is, [&](const auto& each) {
      const bool partition = each.first.starts_with("parent_") && should.contains("parent") &&
                             !should.contains(each.first);
      return each.second.lock == Lock::access_share || partition;
    });
    for (const TouchedTable& table : effects.tables) {
      // Files that are thrown away were neither read nor written, and of data only the rows meant.
      if (table.work != Work::new_files && table.work != Work::rows && table.work != Work::query)
        continue;
      for (ByTable* each : {&is, &should}) {
        if (each->contains(table.name.name))
          each->at(table.name.name).reads = each->at(table.name.name).rewrites = false;
      }
    }
    EXPECT_EQ(should, is);
  }

  std::unique_ptr<Connection> session_;
};
ALUDEL_ON_POSTGRESQL(Effects);

TEST_P(Effects, OfStatementsInATransactionAreAsTheTableSays) {
  for (const std::string sql :
       {"ALTER TABLE t ADD COLUMN c integer",
        "ALTER TABLE t ADD COLUMN c integer NOT NULL DEFAULT 7",
        "ALTER TABLE t ADD COLUMN c timestamptz DEFAULT now()",
        "ALTER TABLE t ADD COLUMN c integer DEFAULT steady()",
        "ALTER TABLE t ADD COLUMN c integer DEFAULT changing()",
        "ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()",
        "ALTER TABLE t ADD COLUMN c bigserial",
        "ALTER TABLE t ADD COLUMN c bigint GENERATED ALWAYS AS IDENTITY",
        "ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS (a + 1) STORED",
        "ALTER TABLE t ADD COLUMN c integer CHECK (c > 0)",
        "ALTER TABLE t ADD COLUMN c integer UNIQUE",
        "ALTER TABLE t ADD COLUMN c integer REFERENCES other",
        "ALTER TABLE t DROP COLUMN name",
        "ALTER TABLE t ALTER a SET DEFAULT 1",
        "ALTER TABLE t ALTER b DROP DEFAULT",
        "ALTER TABLE t RENAME TO u",
        "ALTER TABLE t RENAME COLUMN a TO c",
        "ALTER TABLE t RENAME CONSTRAINT old_check TO new_check",
        "ALTER TABLE t OWNER TO postgres",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t FORCE ROW LEVEL SECURITY",
        "CREATE POLICY pn ON t USING (true)",
        "ALTER POLICY pol ON t RENAME TO pn",
        "DROP POLICY pol ON t",
        "DROP TRIGGER tr ON t",
        "ALTER TRIGGER tr ON t RENAME TO tn",
        "ALTER TABLE t DROP CONSTRAINT old_check",
        "ALTER TABLE t DROP CONSTRAINT ready",
        "ALTER TABLE t ALTER a SET NOT NULL",
        "ALTER TABLE t ALTER b DROP NOT NULL",
        "ALTER TABLE t ALTER name TYPE varchar(40)",
        "ALTER TABLE t ALTER name TYPE text",
        "ALTER TABLE t ALTER name TYPE varchar(10)",
        "ALTER TABLE t ALTER amount TYPE numeric(12,2)",
        "ALTER TABLE t ALTER amount TYPE numeric",
        "ALTER TABLE t ALTER amount TYPE numeric(12,3)",
        "ALTER TABLE t ALTER amount TYPE numeric(8,2)",
        "ALTER TABLE t ALTER b TYPE bigint",
        "ALTER TABLE t ALTER at TYPE timestamptz(3)",
        "ALTER TABLE t ALTER day TYPE date",
        "ALTER TABLE t ALTER name TYPE integer USING 7",
        "ALTER TABLE t ADD CONSTRAINT n CHECK (a > 0)",
        "ALTER TABLE t ADD CONSTRAINT n CHECK (a > 0) NOT VALID",
        "ALTER TABLE t VALIDATE CONSTRAINT later",
        "ALTER TABLE t VALIDATE CONSTRAINT later_key",
        "ALTER TABLE t ADD CONSTRAINT n FOREIGN KEY (a) REFERENCES other (id)",
        "ALTER TABLE t ADD CONSTRAINT n FOREIGN KEY (a) REFERENCES other NOT VALID",
        "CREATE TABLE n (id integer REFERENCES t)",
        "DROP TABLE child",
        "DROP TABLE parent_1",
        "ALTER TABLE t ADD CONSTRAINT n UNIQUE (a)",
        "ALTER TABLE t ADD EXCLUDE USING btree (a WITH =)",
        "ALTER TABLE loose ADD PRIMARY KEY (id)",
        "ALTER TABLE t ADD CONSTRAINT n UNIQUE USING INDEX ux",
        "CREATE INDEX n ON t (a)",
        "DROP INDEX ix",
        "REINDEX INDEX ix",
        "REINDEX TABLE t",
        "ALTER INDEX ix RENAME TO iy",
        "ALTER TABLE t SET (fillfactor = 70)",
        "ALTER TABLE t RESET (fillfactor)",
        "ALTER TABLE t SET (autovacuum_enabled = false)",
        "ALTER TABLE t ALTER a SET STATISTICS 500",
        "ALTER TABLE t ALTER a SET (n_distinct = 5)",
        "ALTER TABLE t ALTER name SET STORAGE EXTERNAL",
        "ALTER TABLE t CLUSTER ON ix",
        "ALTER TABLE t SET WITHOUT CLUSTER",
        "COMMENT ON TABLE t IS 'x'",
        "COMMENT ON COLUMN t.a IS 'x'",
        "COMMENT ON CONSTRAINT old_check ON t IS 'x'",
        "CREATE STATISTICS st ON a, b FROM t",
        "CREATE PUBLICATION p FOR TABLE t, other",
        "CREATE TRIGGER n BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION tick()",
        "ALTER TABLE t DISABLE TRIGGER tr",
        "ALTER TABLE t ENABLE ALWAYS TRIGGER tr",
        "CREATE VIEW n AS SELECT 1 AS x",
        "CREATE OR REPLACE VIEW v AS SELECT id FROM other",
        "DROP VIEW v",
        "ALTER VIEW v RENAME TO w",
        "ALTER MATERIALIZED VIEW m RENAME TO n",
        "REFRESH MATERIALIZED VIEW m",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
        "DROP MATERIALIZED VIEW m",
        "CLUSTER t USING ix",
        "ALTER TABLE loose SET UNLOGGED",
        "TRUNCATE t CASCADE",
        "TRUNCATE loose",
        "CREATE TABLE n PARTITION OF parent FOR VALUES IN (2)",
        "ALTER TABLE parent ATTACH PARTITION loose FOR VALUES IN (7)",
        "ALTER TABLE parent DETACH PARTITION parent_1",
        "CREATE INDEX n ON parent (id)",
        "CREATE INDEX n ON ONLY parent (id)",
        "ALTER TABLE parent ADD COLUMN c integer",
        "ALTER TYPE mood RENAME VALUE 'sad' TO 'glad'",
        "ALTER SEQUENCE s RESTART",
        "DROP SEQUENCE s",
        "GRANT SELECT ON t TO postgres",
        "LOCK TABLE t, other IN SHARE ROW EXCLUSIVE MODE",
        "INSERT INTO other VALUES (2000)",
        "UPDATE loose SET k = 1",
        "DELETE FROM loose WHERE id < 5"}) {
    compare(sql);
  }
}

TEST_P(Effects, AValidCheckSparesTheScanOfSetNotNull) {
  rows("ALTER TABLE t ADD CONSTRAINT filled CHECK (a IS NOT NULL)");
  EXPECT_EQ(by_table(said("ALTER TABLE t ALTER a SET NOT NULL"))["t"],
            (Seen{.lock = Lock::access_exclusive}));
  compare("ALTER TABLE t ALTER a SET NOT NULL");
}

TEST_P(Effects, OnVersion18NotNullAndVirtualColumnsReadNothing) {
  if (session_->server_version() < 180000) GTEST_SKIP() << "of PostgreSQL 18";
  for (const std::string sql : {"ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID",
                                "ALTER TABLE t ADD CONSTRAINT n NOT NULL a",
                                "ALTER TABLE t ADD COLUMN c integer GENERATED ALWAYS AS (a + 1)",
                                "ALTER TABLE t ADD CONSTRAINT n CHECK (a > 5) NOT ENFORCED"}) {
    compare(sql);
  }
}

/// Another session has a lock that each of these has to wait for: so the lock is seen that is asked
/// for.
TEST_P(Effects, OfStatementsOutsideATransactionAreAsTheTableSays) {
  for (const std::string sql :
       {"CREATE INDEX CONCURRENTLY n ON t (a)", "DROP INDEX CONCURRENTLY ix",
        "REINDEX TABLE CONCURRENTLY t", "REINDEX (CONCURRENTLY) INDEX ix", "VACUUM t",
        "VACUUM FULL t", "VACUUM (FULL) t", "ANALYZE t",
        "ALTER TABLE parent DETACH PARTITION parent_1 CONCURRENTLY"}) {
    SCOPED_TRACE(sql);
    const StatementEffects effects = said(sql);
    const std::string table = effects.tables.at(0).name.name;
    const auto blocker = database->connect();
    blocker->query("BEGIN");
    blocker->query("LOCK TABLE " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
    const auto worker = database->connect();
    const std::string pid = worker->query("SELECT pg_backend_pid()").rows.at(0).at(0).value_or("0");
    std::thread thread([&] {
      try {
        worker->query(sql);
      } catch (const Error&) {  // cancelled, once its lock was seen
      }
    });
    std::string mode;
    EXPECT_TRUE(eventually([&] {
      mode = value("SELECT mode FROM pg_locks WHERE pid = " + pid +
                   " AND NOT granted AND relation = '" + table + "'::regclass");
      return !mode.empty();
    }));
    EXPECT_EQ(name_of(effects.tables.at(0).lock), name_of(lock_named(mode)));
    worker->cancel();
    thread.join();
    blocker->query("ROLLBACK");
  }
}

}  // namespace
}  // namespace aludel::testing
