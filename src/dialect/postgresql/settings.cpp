// What is said of an object beside all that it is made with: how it is said, and taken back.
#include "catalog/settings.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

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
    Kind{"COMMENT ON DOMAIN CONSTRAINT", "COMMENT ON CONSTRAINT $part ON DOMAIN $object IS $text",
         "COMMENT ON CONSTRAINT $part ON DOMAIN $object IS NULL"},
    Kind{"COMMENT ON SCHEMA", "COMMENT ON SCHEMA $object IS $text",
         "COMMENT ON SCHEMA $object IS 'standard public schema'"},
    Kind{"COMMENT ON EXTENSION", "COMMENT ON EXTENSION $object IS $text", usual_comment},
};

}  // namespace

std::string setting_sql(const ObjectSetting& setting) {
  const auto kind = std::ranges::find(kinds, setting.kind, &Kind::name);
  if (kind == kinds.end()) {
    std::vector<std::string> names;
    for (const Kind& one : kinds) names.emplace_back(one.name);
    refuse("there is no setting " + setting.kind, "the kinds are " + join(names, ", "));
  }
  // In one pass: what stands in a name or value is no placeholder.
  const std::array<std::pair<std::string_view, std::string>, 8> values{
      std::pair<std::string_view, std::string>{"$object_text", literal(qualified(setting.object))},
      {"$part_text", literal(setting.part)},
      {"$name_text", literal(setting.object.name)},
      {"$object", qualified(setting.object)},
      {"$part", ident(setting.part)},
      {"$number", setting.part},
      {"$value", setting.value},
      {"$text", literal(setting.value)}};
  const std::string_view form = setting.value.empty() ? kind->reset : kind->set;
  const bool in_string = form == usual_storage || form == usual_comment;
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
