// What is said of an object beside all that it is made with: how it is said, and taken back.
#include "catalog/settings.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// Longer names are cut by the server.
constexpr std::size_t longest_name = 63;

struct Kind {
  std::string_view name;
  std::string_view set;  ///< $object, $name, $part as identifiers; $number, $value; $text quoted
  std::string_view reset;
};

// Before PostgreSQL 16 nothing but the type says how a column is stored by default.
constexpr std::string_view usual_storage = R"sql(DO $do$BEGIN EXECUTE pg_catalog.format(
  'ALTER TABLE $object ALTER COLUMN $part SET STORAGE %s',
  (SELECT CASE typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
   FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_type t ON t.oid = atttypid
   WHERE attrelid = $object_text::regclass AND attname = $part_text)); END$do$)sql";

// An extension has a comment of its own.
constexpr std::string_view usual_comment = R"sql(DO $do$BEGIN EXECUTE pg_catalog.format(
  'COMMENT ON EXTENSION $object IS %L',
  (SELECT comment FROM pg_catalog.pg_available_extensions() WHERE name = $name_text)); END$do$)sql";

// A partition's trigger is by default as the one that it is from.
constexpr std::string_view usual_trigger = R"sql(DO $do$BEGIN EXECUTE pg_catalog.format(
  'ALTER TABLE ONLY $object %s TRIGGER $part', (SELECT CASE p.tgenabled WHEN 'D' THEN 'DISABLE'
     WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END
   FROM pg_catalog.pg_trigger p WHERE p.tgname = $part_text AND p.tgparentid = 0
     AND p.tgrelid IN (SELECT relid FROM pg_catalog.pg_partition_ancestors($object_text)))); END$do$)sql";

// pg_get_serial_sequence gives null where there is no identity any more.
constexpr std::string_view name_of_sequence = R"sql(DO $do$DECLARE number regclass :=
  pg_catalog.pg_get_serial_sequence($object_text, $part_text); BEGIN
  IF (SELECT relname FROM pg_catalog.pg_class WHERE oid = number) <> $text THEN
    EXECUTE pg_catalog.format('ALTER SEQUENCE %s RENAME TO %I', number, $text); END IF; END$do$)sql";

constexpr std::string_view comment_on_sequence = R"sql(DO $do$BEGIN EXECUTE pg_catalog.format(
  'COMMENT ON SEQUENCE %s IS %s', pg_catalog.pg_get_serial_sequence($object_text, $part_text),
  pg_catalog.quote_nullable(nullif($text, ''))); END$do$)sql";

constexpr std::array kinds{
    Kind{"STORAGE", "ALTER TABLE $object ALTER COLUMN $part SET STORAGE $value", usual_storage},
    Kind{"COMPRESSION", "ALTER TABLE $object ALTER COLUMN $part SET COMPRESSION $value",
         "ALTER TABLE $object ALTER COLUMN $part SET COMPRESSION DEFAULT"},
    Kind{"STATISTICS", "ALTER TABLE $object ALTER COLUMN $part SET STATISTICS $value",
         "ALTER TABLE $object ALTER COLUMN $part SET STATISTICS -1"},
    Kind{index_statistics, "ALTER INDEX $object ALTER COLUMN $number SET STATISTICS $value",
         "ALTER INDEX $object ALTER COLUMN $number SET STATISTICS -1"},
    Kind{"OPTIONS OF COLUMN",
         "ALTER TABLE $object ALTER COLUMN $part RESET (n_distinct, n_distinct_inherited), ALTER "
         "COLUMN $part SET ($value)",
         "ALTER TABLE $object ALTER COLUMN $part RESET (n_distinct, n_distinct_inherited)"},
    Kind{"REPLICA IDENTITY", "ALTER TABLE $object REPLICA IDENTITY $value",
         "ALTER TABLE $object REPLICA IDENTITY DEFAULT"},
    Kind{"CLUSTER", "ALTER TABLE $object CLUSTER ON $value",
         "ALTER TABLE $object SET WITHOUT CLUSTER"},
    Kind{"OF TYPE", "ALTER TABLE $object OF $value", "ALTER TABLE $object NOT OF"},
    Kind{"UNLOGGED SEQUENCE", "ALTER SEQUENCE $object SET UNLOGGED",
         "ALTER SEQUENCE $object SET LOGGED"},
    Kind{"VIEW DEFAULT", "ALTER VIEW $object ALTER COLUMN $part SET DEFAULT $value",
         "ALTER VIEW $object ALTER COLUMN $part DROP DEFAULT"},
    Kind{"COMMENT ON COLUMN", "COMMENT ON COLUMN $object.$part IS $text",
         "COMMENT ON COLUMN $object.$part IS NULL"},
    Kind{"COMMENT ON CONSTRAINT", "COMMENT ON CONSTRAINT $part ON $object IS $text",
         "COMMENT ON CONSTRAINT $part ON $object IS NULL"},
    Kind{"COMMENT ON TRIGGER OF PARTITION", "COMMENT ON TRIGGER $part ON $object IS $text",
         "COMMENT ON TRIGGER $part ON $object IS NULL"},
    Kind{"COMMENT ON INDEX OF CONSTRAINT", "COMMENT ON INDEX $beside IS $text",
         "COMMENT ON INDEX $beside IS NULL"},
    Kind{"OPTIONS OF INDEX OF CONSTRAINT",
         "ALTER INDEX $beside RESET (fillfactor, deduplicate_items, buffering), SET ($value)",
         "ALTER INDEX $beside RESET (fillfactor, deduplicate_items, buffering)"},
    Kind{sequence_name, name_of_sequence, name_of_sequence},
    Kind{sequence_comment, comment_on_sequence, comment_on_sequence},
    Kind{trigger_of_partition, "ALTER TABLE ONLY $object $value TRIGGER $part", usual_trigger},
    Kind{"COMMENT ON DOMAIN CONSTRAINT", "COMMENT ON CONSTRAINT $part ON DOMAIN $object IS $text",
         "COMMENT ON CONSTRAINT $part ON DOMAIN $object IS NULL"},
    Kind{"COMMENT ON SCHEMA", "COMMENT ON SCHEMA $object IS $text",
         "COMMENT ON SCHEMA $object IS 'standard public schema'"},
    Kind{"COMMENT ON EXTENSION", "COMMENT ON EXTENSION $object IS $text", usual_comment},
};

/// What the sequence of an identity is called; empty where that is not sure.
std::string sequence_of(const ObjectSetting& setting, const Catalog& before) {
  for (const ObjectSetting& one : before.settings) {
    if (one.kind == sequence_name && one.object == setting.object && one.part == setting.part)
      return one.value;
  }
  const ObjectName usual = identity_sequence(setting.object, setting.part);
  const auto is_it = [&](const auto& one) { return one.name == usual; };
  const bool is_taken = std::ranges::any_of(before.sequences, is_it) ||
                        std::ranges::any_of(before.tables, is_it) ||
                        std::ranges::any_of(before.views, is_it);
  return is_taken || usual.name.size() > longest_name ? "" : usual.name;
}

/// How the trigger fires that a partition's is from; empty where that is not known.
std::string trigger_above(const ObjectSetting& setting, const Catalog& before) {
  const auto named = [&](const ObjectName& name) {
    return std::ranges::find(before.tables, name, &Table::name);
  };
  for (auto table = named(setting.object); table != before.tables.end() && table->partition_of;) {
    table = named(table->partition_of->parent);
    if (table == before.tables.end()) break;
    for (const Trigger& trigger : before.triggers) {
      if (trigger.name == setting.part && trigger.table == table->name)
        return trigger.enabled.empty() ? "ENABLE" : trigger.enabled;
    }
  }
  return {};
}

/// A statement that says what it does, where the catalog tells what a look at the server would.
std::string plain_sql(const ObjectSetting& setting, const Catalog& before) {
  if (setting.kind == trigger_of_partition && setting.value.empty()) {
    const std::string state = trigger_above(setting, before);
    return state.empty() ? ""
                         : "ALTER TABLE ONLY " + qualified(setting.object) + " " + state +
                               " TRIGGER " + ident(setting.part);
  }
  if (!is_of_identity(setting)) return {};
  const std::string sequence = sequence_of(setting, before);
  if (sequence.empty()) return {};
  const std::string of = "SEQUENCE " + ident_beside(setting.object, sequence);
  if (setting.kind == sequence_comment)
    return "COMMENT ON " + of + " IS " + (setting.value.empty() ? "NULL" : literal(setting.value));
  const std::string name =
      setting.value.empty() ? identity_sequence(setting.object, setting.part).name : setting.value;
  return name == sequence ? "" : "ALTER " + of + " RENAME TO " + ident(name);
}

}  // namespace

std::string setting_sql(const ObjectSetting& setting, const Catalog& before) {
  if (std::string plain = plain_sql(setting, before); !plain.empty()) return plain;
  const auto kind = std::ranges::find(kinds, setting.kind, &Kind::name);
  if (kind == kinds.end()) {
    std::vector<std::string> names;
    for (const Kind& one : kinds) names.emplace_back(one.name);
    refuse("there is no setting " + setting.kind, "the kinds are " + join(names, ", "));
  }
  // In one pass: what stands in a name or value is no placeholder.
  const std::array<std::pair<std::string_view, std::string>, 9> values{
      std::pair<std::string_view, std::string>{"$object_text", literal(qualified(setting.object))},
      {"$part_text", literal(setting.part)},
      {"$name_text", literal(setting.object.name)},
      {"$object", qualified(setting.object)},
      {"$beside", ident_beside(setting.object, setting.part)},
      {"$part", ident(setting.part)},
      {"$number", setting.part},
      {"$value", setting.value},
      {"$text", literal(setting.kind == sequence_name && setting.value.empty()
                            ? identity_sequence(setting.object, setting.part).name
                            : setting.value)}};
  const std::string_view form = setting.value.empty() ? kind->reset : kind->set;
  const bool in_string = form == usual_storage || form == usual_comment || form == usual_trigger;
  std::string sql;
  for (std::size_t at = 0; at < form.size();) {
    const auto found = std::ranges::find_if(
        values, [&](const auto& one) { return form.substr(at).starts_with(one.first); });
    if (found == values.end()) {
      sql += form[at++];
      continue;
    }
    const bool is_text = found->first.ends_with("_text");
    // format() reads a percent sign, and the string ends at a quote.
    sql += in_string && !is_text ? replace_all(replace_all(found->second, "%", "%%"), "'", "''")
                                 : found->second;
    at += found->first.size();
  }
  return sql;
}

}  // namespace aludel::postgresql
