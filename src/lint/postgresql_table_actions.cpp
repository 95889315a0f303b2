#include <array>

#include "lint/effect_rules.hpp"

namespace aludel {

namespace {

using Lock::access_exclusive;
using Lock::share_row_exclusive;
using Lock::share_update_exclusive;
using Work::build;
using Work::none;
using Work::rewrite;
using Work::scan;
using Q = Question;
using R = Reading;
using L = LossKind;

constexpr std::string_view not_null =
    "ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in a later "
    "revision; then SET NOT NULL reads nothing";
constexpr std::string_view not_valid =
    "add it NOT VALID, then VALIDATE CONSTRAINT in a revision of its own: that lets writers go on";
constexpr std::string_view using_index =
    "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX";
constexpr std::string_view new_column =
    "add a new column, fill it in batches, and exchange the two";
constexpr std::string_view detach_concurrently =
    "DETACH PARTITION … CONCURRENTLY lets readers and writers of the other partitions go on";
constexpr std::string_view attach_check =
    "give the new partition, and a default one, a valid CHECK that says the same first: then "
    "nothing is read";
constexpr std::string_view off_line =
    "nobody can use the table meanwhile: choose a quiet hour, or exchange it for a new table";

// Behind ALTER TABLE name. DROP CONSTRAINT of a foreign key locks both tables.
constexpr std::array actions{
    EffectRule{"ADD [CONSTRAINT @object] FOREIGN KEY * NOT VALID", share_row_exclusive, none,
               R::references},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] FOREIGN KEY *",
               .lock = share_row_exclusive,
               .work = scan,
               .reading = R::references,
               .hint = not_valid},
    EffectRule{"ADD [CONSTRAINT @object] CHECK * NOT VALID", access_exclusive},
    EffectRule{"ADD [CONSTRAINT @object] CHECK * NOT ENFORCED", access_exclusive},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] CHECK *",
               .lock = access_exclusive,
               .work = scan,
               .hint = not_valid},
    EffectRule{"ADD [CONSTRAINT @object] UNIQUE|PRIMARY [KEY] USING INDEX *", access_exclusive},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] UNIQUE [NULLS NOT DISTINCT] ( *",
               .lock = access_exclusive,
               .work = build,
               .hint = using_index},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] UNIQUE NULLS DISTINCT ( *",
               .lock = access_exclusive,
               .work = build,
               .hint = using_index},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] PRIMARY KEY ( *",
               .lock = access_exclusive,
               .work = build,
               .hint = using_index},
    EffectRule{"ADD [CONSTRAINT @object] EXCLUDE *", access_exclusive, build},
    EffectRule{"ADD [CONSTRAINT @object] NOT NULL * NOT VALID", access_exclusive},
    EffectRule{.pattern = "ADD [CONSTRAINT @object] NOT NULL @object *",
               .lock = access_exclusive,
               .work = scan,
               .question = Q::not_null,
               .hint = "ADD CONSTRAINT … NOT NULL column NOT VALID, then VALIDATE CONSTRAINT in a "
                       "revision of its own"},
    EffectRule{"ADD GENERATED *", access_exclusive},
    EffectRule{"VALIDATE CONSTRAINT @object", share_update_exclusive, scan, R::nothing,
               Q::constraint},
    EffectRule{"ALTER CONSTRAINT @object *", access_exclusive, none, R::nothing, Q::constraint},
    EffectRule{"DROP CONSTRAINT [IF EXISTS] @object *", access_exclusive, none, R::nothing,
               Q::constraint},
    EffectRule{"ADD [COLUMN] [IF NOT EXISTS] @object *", access_exclusive, none, R::add_column},
    EffectRule{"DROP [COLUMN] [IF EXISTS] @object *", access_exclusive, none, R::drop_column},

    EffectRule{.pattern = "ALTER [COLUMN] @object SET NOT NULL",
               .lock = access_exclusive,
               .work = scan,
               .question = Q::not_null,
               .hint = not_null,
               .since = 120000},
    EffectRule{
        .pattern = "ALTER [COLUMN] @object SET NOT NULL", .lock = access_exclusive, .work = scan},
    EffectRule{.pattern = "ALTER [COLUMN] @object [SET DATA] TYPE *",
               .lock = access_exclusive,
               .work = rewrite,
               .reading = R::change_type,
               .question = Q::type_change,
               .hint = new_column},
    EffectRule{"ALTER [COLUMN] @object SET STATISTICS *", share_update_exclusive},
    EffectRule{"ALTER [COLUMN] @object SET|RESET ( *", share_update_exclusive},
    EffectRule{.pattern = "ALTER [COLUMN] @object SET EXPRESSION *",
               .lock = access_exclusive,
               .work = rewrite,
               .hint = new_column},
    EffectRule{"ALTER [COLUMN] @object *", access_exclusive},

    EffectRule{"RENAME TO @object", access_exclusive, none, R::rename},
    EffectRule{"RENAME CONSTRAINT *", access_exclusive},
    EffectRule{"RENAME [COLUMN] @object TO *", access_exclusive, none, R::rename_column},
    EffectRule{"RENAME *", access_exclusive},
    EffectRule{"OWNER TO *", access_exclusive},
    EffectRule{"REPLICA IDENTITY *", access_exclusive},
    EffectRule{"ENABLE|DISABLE TRIGGER *", share_row_exclusive},
    EffectRule{"ENABLE REPLICA|ALWAYS TRIGGER *", share_row_exclusive},
    EffectRule{"ENABLE|DISABLE *", access_exclusive},
    EffectRule{"NO INHERIT @object", access_exclusive, none, R::inherit},
    EffectRule{"FORCE|NO *", access_exclusive},
    EffectRule{"SET LOGGED|UNLOGGED", access_exclusive, rewrite, R::nothing, Q::none, L::rows,
               off_line},
    EffectRule{"SET ACCESS METHOD *", access_exclusive, rewrite, R::nothing, Q::none, L::rows,
               off_line},
    EffectRule{"SET TABLESPACE *", access_exclusive, rewrite, R::nothing, Q::none, L::rows,
               off_line},
    EffectRule{"SET SCHEMA @object", access_exclusive, none, R::new_schema},
    EffectRule{"SET WITHOUT CLUSTER", share_update_exclusive},
    EffectRule{"SET WITHOUT OIDS", access_exclusive},
    EffectRule{"SET|RESET ( *", share_update_exclusive},
    EffectRule{"CLUSTER ON *", share_update_exclusive},
    EffectRule{.pattern = "ATTACH PARTITION @object *",
               .lock = share_update_exclusive,
               .work = none,
               .reading = R::attach,
               .hint = attach_check,
               .since = 120000},
    EffectRule{.pattern = "ATTACH PARTITION @object *",
               .lock = access_exclusive,
               .work = none,
               .reading = R::attach,
               .hint = attach_check},
    EffectRule{"DETACH PARTITION @object CONCURRENTLY", share_update_exclusive, none, R::detach},
    EffectRule{"DETACH PARTITION @object FINALIZE", share_update_exclusive, none, R::detach},
    EffectRule{.pattern = "DETACH PARTITION @object",
               .lock = access_exclusive,
               .reading = R::detach,
               .hint = detach_concurrently,
               .since = 140000},
    EffectRule{"DETACH PARTITION @object", access_exclusive, none, R::detach},
    EffectRule{"INHERIT @object", access_exclusive, none, R::inherit},
    EffectRule{"OF|NOT *", access_exclusive},
    EffectRule{"*", access_exclusive},
};

}  // namespace

std::span<const EffectRule> postgresql_table_actions() {
  return actions;
}

}  // namespace aludel
