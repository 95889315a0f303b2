// What each dialect makes of a statement: its place in the table of those that need care.
#include <gtest/gtest.h>

#include "base/code.hpp"
#include "dialect/postgresql/postgresql_dialect.hpp"
#include "dialect/sqlite/sqlite_dialect.hpp"
#include "sql/splitter.hpp"

namespace aludel {
namespace {

StatementTraits traits_of(const Dialect& dialect, const std::string& sql, int version = 180000) {
  const SourceText source("test.sql", sql);
  const auto split = split_statements(source, {0, sql.size()}, dialect.sql());
  return dialect.classify(source, split.statements.at(0), version);
}
StatementTraits postgresql(const std::string& sql, int version = 180000) {
  return traits_of(postgresql_dialect(), sql, version);
}
StatementTraits sqlite(const std::string& sql) {
  return traits_of(sqlite_dialect(), sql);
}
bool is_refused(const Dialect& dialect, const std::string& sql) {
  try {
    (void)traits_of(dialect, sql);
    return false;
  } catch (const Error& error) {
    return error.diagnostic().code == info(Code::refused_command).id &&
           error.diagnostic().place.has_value();
  }
}

TEST(PostgresqlStatements, WhatCannotRunInsideATransactionIsAutocommit) {
  for (const char* sql : {"CREATE INDEX CONCURRENTLY ix ON t (a)",
                          "create unique index concurrently ix on only s.t (a)",
                          "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"Ix\" ON t (a)",
                          "DROP INDEX CONCURRENTLY ix",
                          "DROP INDEX CONCURRENTLY IF EXISTS s.ix CASCADE",
                          "REINDEX INDEX CONCURRENTLY ix",
                          "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
                          "REINDEX (CONCURRENTLY) INDEX ix",
                          "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
                          "REINDEX DATABASE d",
                          "REINDEX SCHEMA s",
                          "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                          "VACUUM",
                          "VACUUM (ANALYZE) t",
                          "VACUUM FULL t",
                          "CREATE DATABASE d",
                          "DROP DATABASE IF EXISTS d",
                          "ALTER SYSTEM RESET ALL",
                          "CREATE TABLESPACE x LOCATION '/x'",
                          "DROP TABLESPACE x",
                          "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
                          "CLUSTER"}) {
    EXPECT_TRUE(postgresql(sql).autocommit) << sql;
  }
}

TEST(PostgresqlStatements, WhatCanRunInsideATransactionDoes) {
  for (const char* sql :
       {"CREATE INDEX ix ON t (a)", "CREATE INDEX concurrently_built ON t (a)", "DROP INDEX ix",
        "REINDEX INDEX ix", "REINDEX TABLE t", "ALTER TABLE t DETACH PARTITION p",
        "ALTER TABLE t DETACH PARTITION p FINALIZE", "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "CLUSTER t USING ix", "ANALYZE t", "ALTER DATABASE d SET work_mem = '1MB'", "CALL p()",
        "ALTER TYPE mood ADD VALUE 'x'", "SELECT 'VACUUM'", "TRUNCATE t",
        "CREATE TABLE vacuum_log (id int)", "SET search_path = s"}) {
    EXPECT_FALSE(postgresql(sql).autocommit) << sql;
  }
}

TEST(PostgresqlStatements, NamesForTheEvidenceAreThoseOfTheStatement) {
  const StatementTraits create =
      postgresql("CREATE UNIQUE INDEX CONCURRENTLY \"My Ix\" ON ONLY shop.\"Prices\" (day)");
  EXPECT_EQ(create.object, "\"My Ix\"");
  EXPECT_EQ(create.table, "shop.\"Prices\"");
  EXPECT_EQ(create.evidence, EvidenceKind::create_index);
  EXPECT_TRUE(create.without_lock_timeout);
  EXPECT_FALSE(create.if_exists_clause);
  EXPECT_TRUE(postgresql("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a)").if_exists_clause);
  const StatementTraits detach = postgresql("ALTER TABLE p DETACH PARTITION s.c CONCURRENTLY");
  EXPECT_EQ(detach.table + " " + detach.object, "p s.c");
  EXPECT_EQ(detach.evidence, EvidenceKind::detach_partition);
}

TEST(PostgresqlStatements, AnEnumValueRunsInsideATransactionFromVersion12On) {
  EXPECT_EQ(
      postgresql("ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'it''s' BEFORE 'x'").new_enum_value,
      "'it''s'");
  EXPECT_TRUE(postgresql("ALTER TYPE mood ADD VALUE 'x'", 110022).autocommit);
  EXPECT_FALSE(postgresql("ALTER TYPE mood ADD VALUE 'x'", 120000).autocommit);
}

TEST(PostgresqlStatements, SettingsOfTheSessionAreRepeatedAndLocalOnesAreNot) {
  for (const char* sql : {"SET search_path = s", "SET SESSION work_mem = '1MB'", "SET ROLE r",
                          "SET SESSION AUTHORIZATION r", "RESET ALL",
                          "SELECT pg_catalog.set_config('search_path', '', false)",
                          "select set_config('a.b', 'c', false)", "LOAD 'x'"}) {
    EXPECT_TRUE(postgresql(sql).session_state) << sql;
  }
  for (const char* sql : {"SET LOCAL work_mem = '1MB'", "SET CONSTRAINTS ALL DEFERRED", "SELECT 1",
                          "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"}) {
    EXPECT_FALSE(postgresql(sql).session_state) << sql;
  }
}

TEST(PostgresqlStatements, TransactionCommandsAreCutOrRefused) {
  for (const char* sql : {"BEGIN", "begin work", "BEGIN TRANSACTION", "START TRANSACTION"})
    EXPECT_TRUE(postgresql(sql).begins_transaction) << sql;
  for (const char* sql : {"COMMIT", "COMMIT WORK", "END", "end transaction"})
    EXPECT_TRUE(postgresql(sql).ends_transaction) << sql;
  for (const char* sql :
       {"ROLLBACK", "ROLLBACK TO SAVEPOINT s", "ABORT", "SAVEPOINT s", "RELEASE s",
        "BEGIN ISOLATION LEVEL SERIALIZABLE", "COMMIT AND CHAIN", "COMMIT PREPARED 'x'",
        "PREPARE TRANSACTION 'x'", "DISCARD ALL", "SELECT pg_advisory_unlock_all()",
        "COPY t TO STDOUT", "CREATE INDEX CONCURRENTLY ON t (a)",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ON t (a)"}) {
    EXPECT_TRUE(is_refused(postgresql_dialect(), sql)) << sql;
  }
}

TEST(SqliteStatements, WhatDoesNothingInsideATransactionIsAutocommit) {
  for (const char* sql :
       {"VACUUM", "VACUUM main", "VACUUM INTO 'x.db'", "PRAGMA foreign_keys = ON",
        "pragma foreign_keys(1)", "PRAGMA journal_mode = WAL", "PRAGMA main.journal_mode(wal)",
        "PRAGMA wal_checkpoint", "PRAGMA auto_vacuum = FULL", "PRAGMA synchronous = OFF",
        "ATTACH 'x.db' AS x", "ATTACH DATABASE 'x.db' AS x", "DETACH x"}) {
    EXPECT_TRUE(sqlite(sql).autocommit) << sql;
  }
}

TEST(SqliteStatements, WhatBelongsToTheFileStaysInTheTransaction) {
  for (const char* sql :
       {"PRAGMA user_version = 3", "PRAGMA application_id = 7", "PRAGMA foreign_key_check",
        "CREATE INDEX ix ON t (a)", "CREATE TABLE vacuum (a)", "REINDEX t", "ANALYZE"}) {
    EXPECT_FALSE(sqlite(sql).autocommit) << sql;
    EXPECT_FALSE(sqlite(sql).session_state) << sql;
  }
}

TEST(SqliteStatements, SettingsOfTheConnectionAreRepeated) {
  for (const char* sql : {"PRAGMA foreign_keys = ON", "PRAGMA recursive_triggers = ON",
                          "PRAGMA synchronous = OFF", "ATTACH 'x.db' AS x"}) {
    EXPECT_TRUE(sqlite(sql).session_state) << sql;
  }
}

TEST(SqliteStatements, TransactionCommandsAreCutOrRefused) {
  for (const char* sql : {"BEGIN", "BEGIN IMMEDIATE", "begin exclusive transaction"})
    EXPECT_TRUE(sqlite(sql).begins_transaction) << sql;
  for (const char* sql : {"COMMIT", "END TRANSACTION"})
    EXPECT_TRUE(sqlite(sql).ends_transaction) << sql;
  for (const char* sql : {"ROLLBACK", "ROLLBACK TO s", "SAVEPOINT s", "RELEASE SAVEPOINT s"})
    EXPECT_TRUE(is_refused(sqlite_dialect(), sql)) << sql;
}

}  // namespace
}  // namespace aludel
