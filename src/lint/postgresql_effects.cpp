#include <array>

#include "lint/effect_rules.hpp"

namespace aludel {

namespace {

using Lock::access_exclusive;
using Lock::exclusive;
using Lock::row_exclusive;
using Lock::share;
using Lock::share_row_exclusive;
using Lock::share_update_exclusive;
using Work::build;
using Work::new_files;
using Work::none;
using Work::query;
using Work::rewrite;
using Work::rows;
using Work::scan;
using Work::scan_twice;
using Q = Question;
using R = Reading;
using L = LossKind;

constexpr std::string_view concurrently =
    "CREATE INDEX CONCURRENTLY lets writers go on; it runs outside a transaction";
constexpr std::string_view drop_concurrently =
    "DROP INDEX CONCURRENTLY waits without keeping readers out";
constexpr std::string_view reindex_concurrently = "REINDEX … CONCURRENTLY lets writers go on";
constexpr std::string_view refresh_concurrently =
    "REFRESH MATERIALIZED VIEW CONCURRENTLY lets readers go on (it needs a unique index)";
constexpr std::string_view off_line =
    "nobody can use the table meanwhile: choose a quiet hour, or exchange it for a new table";

// PostgreSQL manual, the pages of each command and "Explicit Locking"; a test compares the table
// with what servers do (tests/db/effects_test.cpp).
constexpr std::array statements{
    EffectRule{"CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] [@object] ON [ONLY] @table *",
               share_update_exclusive, scan_twice},
    EffectRule{"CREATE [UNIQUE] INDEX [IF NOT EXISTS] [@object] ON ONLY @table *", share, none},
    EffectRule{.pattern = "CREATE [UNIQUE] INDEX [IF NOT EXISTS] [@object] ON @table *",
               .lock = share,
               .work = build,
               .hint = concurrently},
    EffectRule{"DROP INDEX CONCURRENTLY [IF EXISTS] @table *", share_update_exclusive, none,
               R::list, Q::index},
    EffectRule{.pattern = "DROP INDEX [IF EXISTS] @table *",
               .lock = access_exclusive,
               .reading = R::list,
               .question = Q::index,
               .hint = drop_concurrently},
    EffectRule{"REINDEX ( * CONCURRENTLY * ) INDEX @table", share_update_exclusive, scan_twice,
               R::nothing, Q::index},
    EffectRule{"REINDEX [( * )] INDEX CONCURRENTLY @table", share_update_exclusive, scan_twice,
               R::nothing, Q::index},
    EffectRule{"REINDEX ( * CONCURRENTLY * ) TABLE @table", share_update_exclusive, scan_twice},
    EffectRule{"REINDEX [( * )] TABLE CONCURRENTLY @table", share_update_exclusive, scan_twice},
    EffectRule{"REINDEX [( * )] SCHEMA|DATABASE|SYSTEM CONCURRENTLY *"},
    EffectRule{.pattern = "REINDEX [( * )] INDEX @table",
               .lock = share,
               .work = build,
               .question = Q::index,
               .hint = reindex_concurrently},
    EffectRule{.pattern = "REINDEX [( * )] TABLE @table",
               .lock = share,
               .work = build,
               .hint = reindex_concurrently},
    EffectRule{"REINDEX *", share, build},
    EffectRule{"ALTER INDEX ALL IN TABLESPACE *", access_exclusive, rewrite},
    EffectRule{"ALTER INDEX [IF EXISTS] @table RENAME TO *", share_update_exclusive},
    EffectRule{"ALTER INDEX [IF EXISTS] @table SET TABLESPACE *", access_exclusive, rewrite,
               R::nothing, Q::index},
    EffectRule{"ALTER INDEX [IF EXISTS] @table *", share_update_exclusive, none, R::nothing,
               Q::index},

    EffectRule{"CREATE [GLOBAL|LOCAL] [TEMP|TEMPORARY|UNLOGGED] TABLE [IF NOT EXISTS] @table *",
               Lock::none, none, R::create_table},
    EffectRule{"CREATE FOREIGN TABLE [IF NOT EXISTS] @table *", Lock::none, none, R::create_table},
    EffectRule{.pattern = "ALTER TABLE ALL IN TABLESPACE *",
               .lock = access_exclusive,
               .work = rewrite,
               .hint = off_line},
    EffectRule{"ALTER [FOREIGN] TABLE [IF EXISTS] [ONLY] @table *", Lock::none, none, R::actions},
    EffectRule{.pattern = "DROP TABLE [IF EXISTS] @table *",
               .lock = access_exclusive,
               .work = new_files,
               .reading = R::drop,
               .loss = L::table},
    EffectRule{"DROP FOREIGN TABLE [IF EXISTS] @table *", access_exclusive, none, R::drop, Q::none,
               L::view},
    EffectRule{"TRUNCATE [TABLE] [ONLY] @table *", access_exclusive, new_files, R::truncate},
    EffectRule{.pattern = "CLUSTER [( * )] [VERBOSE] @table *",
               .lock = access_exclusive,
               .work = rewrite,
               .hint = off_line},
    EffectRule{"CLUSTER *", access_exclusive, rewrite},
    EffectRule{.pattern = "VACUUM ( * FULL * ) @table *",
               .lock = access_exclusive,
               .work = rewrite,
               .reading = R::list,
               .hint = off_line},
    EffectRule{.pattern = "VACUUM FULL [FREEZE] [VERBOSE] [ANALYZE] @table *",
               .lock = access_exclusive,
               .work = rewrite,
               .reading = R::list,
               .hint = off_line},
    EffectRule{"VACUUM FULL *", access_exclusive, rewrite},
    EffectRule{"VACUUM [( * )] [FREEZE] [VERBOSE] [ANALYZE] @table *", share_update_exclusive, scan,
               R::list},
    EffectRule{"VACUUM *", share_update_exclusive, scan},
    EffectRule{"ANALYZE|ANALYSE [( * )] [VERBOSE] @table *", share_update_exclusive, none, R::list},
    EffectRule{"ANALYZE|ANALYSE *", share_update_exclusive, none},

    EffectRule{"CREATE [OR REPLACE] [TEMP|TEMPORARY] [RECURSIVE] VIEW @table *", access_exclusive,
               none, R::create_view},
    EffectRule{"CREATE MATERIALIZED VIEW [IF NOT EXISTS] @table *", Lock::none, none,
               R::create_table},
    EffectRule{"REFRESH MATERIALIZED VIEW CONCURRENTLY @table *", exclusive, query},
    EffectRule{.pattern = "REFRESH MATERIALIZED VIEW @table *",
               .lock = access_exclusive,
               .work = query,
               .hint = refresh_concurrently},
    EffectRule{"ALTER MATERIALIZED VIEW [IF EXISTS] @table RENAME TO @object", access_exclusive,
               none, R::rename},
    EffectRule{"ALTER MATERIALIZED VIEW [IF EXISTS] @table SET SCHEMA @object", access_exclusive,
               none, R::new_schema},
    EffectRule{"ALTER MATERIALIZED VIEW [IF EXISTS] @table *", access_exclusive},
    EffectRule{"ALTER VIEW [IF EXISTS] @table RENAME TO @object", access_exclusive, none,
               R::rename},
    EffectRule{"ALTER VIEW [IF EXISTS] @table SET SCHEMA @object", access_exclusive, none,
               R::new_schema},
    EffectRule{"ALTER VIEW [IF EXISTS] @table *", access_exclusive},
    EffectRule{.pattern = "DROP MATERIALIZED VIEW [IF EXISTS] @table *",
               .lock = access_exclusive,
               .work = new_files,
               .reading = R::drop,
               .loss = L::materialized_view},
    EffectRule{"DROP VIEW [IF EXISTS] @table *", access_exclusive, none, R::drop, Q::none, L::view},

    EffectRule{"CREATE [OR REPLACE] [CONSTRAINT] TRIGGER @object * ON @table *",
               share_row_exclusive, none, R::create_trigger},
    EffectRule{"ALTER TRIGGER @object ON @table *", access_exclusive},
    EffectRule{"DROP TRIGGER [IF EXISTS] @object ON @table *", access_exclusive},
    EffectRule{"CREATE POLICY @object ON @table *", access_exclusive},
    EffectRule{"ALTER POLICY @object ON @table *", access_exclusive},
    EffectRule{"DROP POLICY [IF EXISTS] @object ON @table *", access_exclusive},
    EffectRule{"CREATE [OR REPLACE] RULE @object AS ON SELECT|INSERT|UPDATE|DELETE TO @table *",
               access_exclusive, none, R::create_rule},
    EffectRule{"ALTER RULE @object ON @table *", access_exclusive},
    EffectRule{"DROP RULE [IF EXISTS] @object ON @table *", access_exclusive},
    EffectRule{"CREATE STATISTICS * FROM @table", share_update_exclusive},
    EffectRule{"CREATE PUBLICATION @object FOR TABLE [ONLY] @table *", share_update_exclusive, none,
               R::create_publication},
    EffectRule{"ALTER PUBLICATION @object ADD|SET|DROP TABLE [ONLY] @table *",
               share_update_exclusive, none, R::create_publication},
    EffectRule{"COMMENT ON *", share_update_exclusive, none, R::comment},
    EffectRule{"LOCK [TABLE] [ONLY] @table *", Lock::unknown, none, R::lock_table},

    EffectRule{"CREATE [TEMP|TEMPORARY|UNLOGGED] SEQUENCE [IF NOT EXISTS] @table *", Lock::none,
               none, R::create_table},
    EffectRule{"ALTER SEQUENCE [IF EXISTS] @table RENAME TO @object", access_exclusive, none,
               R::rename},
    EffectRule{"ALTER SEQUENCE [IF EXISTS] @table SET SCHEMA @object", access_exclusive, none,
               R::new_schema},
    EffectRule{"ALTER SEQUENCE [IF EXISTS] @table *", share_row_exclusive},
    EffectRule{"DROP SEQUENCE [IF EXISTS] @table *", access_exclusive, none, R::drop, Q::none,
               L::sequence},
    EffectRule{"ALTER TYPE @object ADD|RENAME VALUE *"},
    EffectRule{"ALTER TYPE @table DROP ATTRIBUTE *", Lock::none, none, R::attribute},
    EffectRule{"ALTER TYPE|DOMAIN @table RENAME TO @object", Lock::none, none, R::rename, Q::none,
               L::type},
    EffectRule{"ALTER TYPE|DOMAIN @table SET SCHEMA @object", Lock::none, none, R::new_schema,
               Q::none, L::type},
    EffectRule{"ALTER TYPE @object *"},
    EffectRule{"CREATE TYPE @table *", Lock::none, none, R::create_table},
    EffectRule{"DROP TYPE [IF EXISTS] @table *", Lock::none, none, R::drop, Q::none, L::type},
    EffectRule{"CREATE DOMAIN @table *", Lock::none, none, R::create_table},
    EffectRule{"ALTER DOMAIN @table ADD * NOT VALID"},
    EffectRule{"ALTER DOMAIN @table ADD|VALIDATE *", share, scan, R::nothing, Q::type_users},
    EffectRule{"ALTER DOMAIN @table SET NOT NULL", share, scan, R::nothing, Q::type_users},
    EffectRule{"ALTER DOMAIN *"},
    EffectRule{"DROP DOMAIN [IF EXISTS] @table *", Lock::none, none, R::drop, Q::none, L::type},
    EffectRule{"ALTER SCHEMA @table RENAME TO @object", Lock::none, none, R::rename, Q::none,
               L::schema},
    EffectRule{"CREATE SCHEMA *", Lock::none, none, R::create_table},
    EffectRule{"DROP SCHEMA [IF EXISTS] @table *", Lock::none, none, R::drop, Q::none, L::schema},
    EffectRule{"CREATE DATABASE *"},
    EffectRule{"DROP DATABASE [IF EXISTS] @table *", Lock::none, none, R::drop, Q::none,
               L::database},
    EffectRule{"CREATE EXTENSION *"},
    EffectRule{"ALTER EXTENSION *"},
    EffectRule{"DROP EXTENSION [IF EXISTS] @table *", Lock::none, none, R::drop, Q::none,
               L::extension},
    EffectRule{"DROP OWNED BY *", Lock::none, none, R::drop, Q::none, L::not_known},

    EffectRule{"CREATE [OR REPLACE] FUNCTION|PROCEDURE @table *", Lock::none, none,
               R::create_routine},
    EffectRule{"DO *", Lock::unknown, Work::unknown, R::block},
    EffectRule{"CALL @table *", Lock::unknown, Work::unknown, R::call},
    EffectRule{"EXPLAIN *", Lock::none, none, R::explain},
    EffectRule{"EXECUTE @table *", Lock::unknown, Work::unknown, R::call},

    EffectRule{"INSERT INTO @table *", row_exclusive, rows, R::insert},
    EffectRule{"UPDATE [ONLY] @table *", row_exclusive, rows, R::update},
    EffectRule{"DELETE FROM [ONLY] @table *", row_exclusive, rows, R::remove},
    EffectRule{"MERGE INTO [ONLY] @table *", row_exclusive, rows, R::merge},
    EffectRule{"COPY *", row_exclusive, rows, R::copy},
    EffectRule{"SELECT *", Lock::none, query, R::query},
    EffectRule{"WITH *", Lock::none, query, R::query},
    EffectRule{"VALUES *", Lock::none, query, R::query},
    EffectRule{"TABLE *", Lock::none, query, R::query},
    EffectRule{"( *", Lock::none, query, R::query},

    EffectRule{"DROP FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|OPERATOR|CAST|COLLATION|CONVERSION *",
               Lock::none, none, R::drop, Q::none, L::not_known},
    EffectRule{"DROP LANGUAGE|TRANSFORM|ACCESS|TEXT *", Lock::none, none, R::drop, Q::none,
               L::not_known},
    EffectRule{"DROP ROLE|USER|GROUP|TABLESPACE|SERVER|FOREIGN|PUBLICATION|SUBSCRIPTION *"},
    EffectRule{"DROP STATISTICS|EVENT *"},
    EffectRule{"CREATE *"},
    EffectRule{"ALTER *"},
    EffectRule{"GRANT|REVOKE|REASSIGN|SECURITY|IMPORT *"},
    EffectRule{"SET|RESET *", Lock::none, none, R::search_path},
    EffectRule{"SHOW|LOAD|NOTIFY|LISTEN|UNLISTEN|CHECKPOINT|PREPARE|DEALLOCATE *"},
    EffectRule{"BEGIN|START|COMMIT|END *"},
    EffectRule{"DECLARE|FETCH|MOVE|CLOSE *"},
};

}  // namespace

EffectRules postgresql_effect_rules() {
  return {.statements = statements, .actions = postgresql_table_actions()};
}

}  // namespace aludel
