#include "app/backup/manifest.hpp"

#include <algorithm>
#include <numeric>

#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/digest.hpp"

namespace aludel {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const DatabaseProperties& p) {
  return {{"encoding", p.encoding},
          {"collate", p.collate},
          {"ctype", p.ctype},
          {"provider", p.provider},
          {"locale", p.locale},
          {"owner", p.owner},
          {"comment", p.comment},
          {"settings", p.settings},
          {"grants", p.grants},
          {"default_grants", p.default_grants},
          {"roles", p.roles},
          {"grantable", p.grantable},
          {"connection_limit", p.connection_limit},
          {"icu_rules", p.icu_rules},
          {"role_settings", p.role_settings}};
}

DatabaseProperties properties_of(const Json& json) {
  return {.encoding = json.at("encoding"),
          .collate = json.at("collate"),
          .ctype = json.at("ctype"),
          .provider = json.at("provider"),
          .locale = json.at("locale"),
          .owner = json.at("owner"),
          .comment = json.at("comment"),
          .settings = json.at("settings"),
          .grants = json.at("grants"),
          .default_grants = json.at("default_grants"),
          .roles = json.at("roles"),
          // The oldest manifests do not have these.
          .grantable = json.value("grantable", std::vector<std::string>()),
          .connection_limit = json.value("connection_limit", -1),
          .icu_rules = json.value("icu_rules", std::string()),
          .role_settings = json.value("role_settings", std::vector<std::string>())};
}

Manifest manifest_of(const Json& json) {
  Manifest manifest{.database = json.at("database"),
                    .url = json.at("url"),
                    .dialect = json.at("dialect"),
                    .created_utc = json.at("created_utc"),
                    .duration_ms = json.at("duration_ms"),
                    .server = json.at("server"),
                    .server_version = json.at("server_version"),
                    .tool_version = json.at("tool_version"),
                    .dump_version = json.at("dump_version"),
                    .who = json.at("who"),
                    .host = json.at("host"),
                    .version_table = json.at("version_table"),
                    .rows = json.at("rows"),
                    .in_progress = json.at("in_progress"),
                    .journal_mode = json.at("journal_mode"),
                    .properties = properties_of(json.at("properties")),
                    .database_size = json.at("database_size"),
                    .tables = {},
                    .files = {}};
  for (const Json& each : json.at("tables"))
    manifest.tables.push_back({each.at("table"), each.at("rows")});
  for (const Json& each : json.at("files"))
    manifest.files.push_back({each.at("path"), each.at("size"), each.at("sha256")});
  return manifest;
}

/// Of all that a manifest says, whatever its white space.
std::string checksum_of(const Json& json) {
  return sha256_hex(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

[[noreturn]] void refuse(std::string message, std::string detail, std::string next) {
  Diagnostic problem = diagnostic(Code::backup_unverified, std::move(message));
  problem.detail = std::move(detail);
  problem.now = "nothing was changed";
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

}  // namespace

long long Manifest::size() const {
  return std::accumulate(files.begin(), files.end(), 0LL,
                         [](long long sum, const BackupFile& file) { return sum + file.size; });
}

long long Manifest::table_count() const {
  return std::ranges::count_if(tables,
                               [](const TableRows& each) { return !is_bookkeeping(each.table); });
}

long long Manifest::row_count() const {
  return std::accumulate(tables.begin(), tables.end(), 0LL,
                         [](long long sum, const TableRows& each) {
                           return is_bookkeeping(each.table) ? sum : sum + each.rows;
                         });
}

bool is_bookkeeping(const std::string& table) {
  std::string_view name = table;
  name.remove_prefix(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
  if (name.starts_with('"')) name.remove_prefix(1);
  return name.starts_with("aludel_") || name.starts_with("sqlite_");
}

std::string manifest_text(const Manifest& m) {
  Json json{{"format", manifest_format},
            {"database", m.database},
            {"url", m.url},
            {"dialect", m.dialect},
            {"created_utc", m.created_utc},
            {"duration_ms", m.duration_ms},
            {"server", m.server},
            {"server_version", m.server_version},
            {"tool_version", m.tool_version},
            {"dump_version", m.dump_version},
            {"who", m.who},
            {"host", m.host},
            {"version_table", m.version_table},
            {"rows", m.rows},
            {"in_progress", m.in_progress},
            {"journal_mode", m.journal_mode},
            {"properties", json_of(m.properties)},
            {"database_size", m.database_size},
            {"tables", Json::array()},
            {"files", Json::array()}};
  for (const TableRows& each : m.tables)
    json["tables"].push_back({{"table", each.table}, {"rows", each.rows}});
  for (const BackupFile& each : m.files)
    json["files"].push_back({{"path", each.path}, {"size", each.size}, {"sha256", each.sha256}});
  json["sha256"] = checksum_of(json);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Manifest parse_manifest(std::string_view text, const std::string& name) {
  try {
    Json json = Json::parse(text);
    if (const int format = json.at("format"); format > manifest_format) {
      refuse("a newer Aludel wrote " + name,
             "its format is " + std::to_string(format) + ", and this version reads " +
                 std::to_string(manifest_format),
             "restore it with that version");
    }
    if (json.contains("sha256")) {
      const std::string written = json["sha256"];
      json.erase("sha256");
      if (checksum_of(json) != written)
        refuse(name + " is damaged: it is not as it was written",
               "its SHA-256 is " + checksum_of(json) + ", and " + written + " was written",
               "use another backup: `aludel db list-backups`");
    }
    return manifest_of(json);
  } catch (const nlohmann::json::exception& error) {
    refuse(name + " is damaged: it is no manifest of a backup", error.what(),
           "use another backup: `aludel db list-backups`");
  }
}

}  // namespace aludel
