#pragma once

#include <limits>
#include <span>
#include <string_view>

#include "lint/statement_effects.hpp"

namespace aludel {

/// What a rule cannot say in columns: the part of the engine that reads the rest of the statement.
enum class Reading {
  nothing,
  list,          ///< @table begins a list of tables
  actions,       ///< ALTER TABLE: its actions have a table of their own
  inherit,       ///< and NO INHERIT
  create_table,  ///< foreign keys, PARTITION OF, LIKE, INHERITS, AS SELECT
  create_view,   ///< OR REPLACE takes a lock on what is there
  add_column,    ///< type, default and constraints decide
  add_sqlite_column,
  change_type,
  references,  ///< the same lock on the referenced table, which is read too
  attach,      ///< a partition, @object
  detach,
  drop,  ///< a list of objects, CASCADE
  drop_column,
  attribute,      ///< of a composite type, dropped
  rename,         ///< to @object
  rename_column,  ///< @object
  new_schema,     ///< @object
  search_path,    ///< and roles: what names mean
  insert,
  update,
  remove,  ///< DELETE
  merge,
  query,  ///< SELECT, WITH, VALUES: what stands in it
  truncate,
  copy,
  lock_table,
  comment,
  create_publication,
  create_routine,  ///< its body is for later
  create_trigger,
  create_rule,
  block,  ///< DO: its body runs now
  call,
  explain,
  sqlite_pragma,
  sqlite_attach,
};

/// One row: statements that begin like `pattern` (statement_pattern.hpp) on servers from `since` to
/// before `until` take `lock` on @table and do `work` with it. First match counts.
struct EffectRule {
  std::string_view pattern;
  Lock lock = Lock::none;
  Work work = Work::none;
  Reading reading = Reading::nothing;
  Question question = Question::none;
  LossKind loss = LossKind::rows;  ///< of Reading::drop; what is renamed
  std::string_view hint = {};      ///< the safer form
  int since = 0;
  int until = std::numeric_limits<int>::max();
};

struct EffectRules {
  std::span<const EffectRule> statements;
  std::span<const EffectRule> actions;  ///< of ALTER TABLE
};

[[nodiscard]] EffectRules postgresql_effect_rules();
/// Behind ALTER TABLE name.
[[nodiscard]] std::span<const EffectRule> postgresql_table_actions();
[[nodiscard]] EffectRules sqlite_effect_rules();
[[nodiscard]] EffectRules effect_rules(SqlDialect dialect);

}  // namespace aludel
