#include <array>

#include "lint/effect_rules.hpp"

namespace aludel {

namespace {

using Lock::file_exclusive;
using Lock::file_write;
using Work::build;
using Work::new_files;
using Work::none;
using Work::query;
using Work::rewrite;
using Work::rows;
using Work::scan;
using Q = Question;
using R = Reading;
using L = LossKind;

// SQLite manual: "ALTER TABLE", "VACUUM", "PRAGMA Statements", "File Locking And Concurrency". One
// writer holds the file from its first write to its COMMIT, whatever table it is.
constexpr std::array statements{
    EffectRule{"CREATE [TEMP|TEMPORARY] TABLE [IF NOT EXISTS] @table *", file_write, none,
               R::create_table},
    EffectRule{"CREATE VIRTUAL TABLE [IF NOT EXISTS] @table *", file_write, none, R::create_table},
    EffectRule{"CREATE [UNIQUE] INDEX [IF NOT EXISTS] @object ON @table *", file_write, build},
    EffectRule{"CREATE [TEMP|TEMPORARY] TRIGGER *", file_write, none, R::create_routine},
    EffectRule{"CREATE *", file_write},
    EffectRule{"ALTER TABLE @table *", file_write, none, R::actions},
    EffectRule{"DROP TABLE [IF EXISTS] @table *", file_write, new_files, R::drop, Q::none,
               L::table},
    EffectRule{"DROP INDEX|VIEW|TRIGGER *", file_write},
    EffectRule{"REINDEX *", file_write, build},
    EffectRule{"ANALYZE *", file_write, scan},
    EffectRule{"VACUUM [@object] INTO *", Lock::none, scan},
    EffectRule{"VACUUM *", file_exclusive, rewrite},
    EffectRule{"PRAGMA *", Lock::none, none, R::sqlite_pragma},
    EffectRule{"INSERT INTO @table *", file_write, rows, R::insert},
    EffectRule{"INSERT OR REPLACE|IGNORE|ABORT|FAIL|ROLLBACK INTO @table *", file_write, rows,
               R::insert},
    EffectRule{"REPLACE INTO @table *", file_write, rows, R::insert},
    EffectRule{"UPDATE OR REPLACE|IGNORE|ABORT|FAIL|ROLLBACK @table *", file_write, rows,
               R::update},
    EffectRule{"UPDATE @table *", file_write, rows, R::update},
    EffectRule{"DELETE FROM @table *", file_write, rows, R::remove},
    EffectRule{"SELECT *", Lock::none, query, R::query},
    EffectRule{"WITH *", Lock::none, query, R::query},
    EffectRule{"VALUES *", Lock::none, query, R::query},
    EffectRule{"EXPLAIN *"},
    EffectRule{"ATTACH|DETACH *", Lock::none, none, R::sqlite_attach},
    EffectRule{"BEGIN|COMMIT|END *"},
};

constexpr std::array actions{
    EffectRule{"RENAME TO @object", file_write, none, R::rename},
    EffectRule{"RENAME [COLUMN] @object TO *", file_write, none, R::rename_column},
    EffectRule{"RENAME *", file_write},
    EffectRule{"ADD [COLUMN] @object *", file_write, none, R::add_sqlite_column},
    EffectRule{"DROP [COLUMN] @object", file_write, rewrite, R::drop_column},
    EffectRule{"*", file_write},
};

}  // namespace

EffectRules sqlite_effect_rules() {
  return {.statements = statements, .actions = actions};
}

EffectRules effect_rules(SqlDialect dialect) {
  return dialect == SqlDialect::sqlite ? sqlite_effect_rules() : postgresql_effect_rules();
}

}  // namespace aludel
