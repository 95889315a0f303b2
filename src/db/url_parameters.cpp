#include "db/url_parameters.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace aludel {

namespace {

using enum UrlParameterUse;

constexpr std::string_view search_path = "options=-csearch_path%3DNAME";

// libpq's are the keywords of PostgreSQL 18's documentation, section 32.1.2; a loaded libpq that is
// older refuses its own.
constexpr auto table = std::to_array<UrlParameter>({
    {"application_name", libpq, {}},
    {"channel_binding", libpq, {}},
    {"client_encoding", libpq, {}},
    {"connect_timeout", libpq, {}},
    {"dbname", libpq, {}},
    {"fallback_application_name", libpq, {}},
    {"gssdelegation", libpq, {}},
    {"gssencmode", libpq, {}},
    {"gsslib", libpq, {}},
    {"host", libpq, {}},
    {"hostaddr", libpq, {}},
    {"keepalives", libpq, {}},
    {"keepalives_count", libpq, {}},
    {"keepalives_idle", libpq, {}},
    {"keepalives_interval", libpq, {}},
    {"krbsrvname", libpq, {}},
    {"load_balance_hosts", libpq, {}},
    {"max_protocol_version", libpq, {}},
    {"min_protocol_version", libpq, {}},
    {"oauth_client_id", libpq, {}},
    {"oauth_client_secret", libpq, {}},
    {"oauth_issuer", libpq, {}},
    {"oauth_scope", libpq, {}},
    {"options", libpq, {}},
    {"passfile", libpq, {}},
    {"password", libpq, {}},
    {"port", libpq, {}},
    {"require_auth", libpq, {}},
    {"requirepeer", libpq, {}},
    {"scram_client_key", libpq, {}},
    {"scram_server_key", libpq, {}},
    {"service", libpq, {}},
    {"servicefile", libpq, {}},
    {"ssl_max_protocol_version", libpq, {}},
    {"ssl_min_protocol_version", libpq, {}},
    {"sslcert", libpq, {}},
    {"sslcertmode", libpq, {}},
    {"sslcompression", libpq, {}},
    {"sslcrl", libpq, {}},
    {"sslcrldir", libpq, {}},
    {"sslkey", libpq, {}},
    {"sslkeylogfile", libpq, {}},
    {"sslmode", libpq, {}},
    {"sslnegotiation", libpq, {}},
    {"sslpassword", libpq, {}},
    {"sslrootcert", libpq, {}},
    {"sslsni", libpq, {}},
    {"target_session_attrs", libpq, {}},
    {"tcp_user_timeout", libpq, {}},
    {"user", libpq, {}},
    {"async_fallback", driver, {}},
    {"command_timeout", driver, {}},
    {"connection_limit", driver, {}},
    {"executemany_batch_page_size", driver, {}},
    {"executemany_mode", driver, {}},
    {"executemany_values_page_size", driver, {}},
    {"max_cacheable_statement_size", driver, {}},
    {"max_cached_statement_lifetime", driver, {}},
    {"max_overflow", driver, {}},
    {"pgbouncer", driver, {}},
    {"pool_pre_ping", driver, {}},
    {"pool_recycle", driver, {}},
    {"pool_size", driver, {}},
    {"pool_timeout", driver, {}},
    {"prepare_threshold", driver, {}},
    {"prepared_statement_cache_size", driver, {}},
    {"prepared_statement_name_func", driver, {}},
    {"statement_cache_size", driver, {}},
    {"use_native_hstore", driver, {}},
    {"use_native_unicode", driver, {}},
    {"ssl", ssl, {}},
    {"currentSchema", refused, search_path},
    {"direct_tls", refused, "sslnegotiation=direct"},
    {"replication", refused, "no parameter: a replication connection cannot run migrations"},
    {"schema", refused, search_path},
    {"search_path", refused, search_path},
    {"server_settings", refused, "options=-cNAME%3DVALUE"},
    {"timeout", refused, "connect_timeout=SECONDS"},
    {"tlsmode", refused, "sslmode=MODE"},
});

constexpr auto mariadb_names = std::to_array<std::string_view>(
    {"charset", "collation", "connectTimeout", "read_timeout", "ssl_ca", "ssl_cert", "ssl_key",
     "ssl_mode", "ssl_verify_cert", "unix_socket", "write_timeout"});

constexpr auto secret_endings = std::to_array<std::string_view>(
    {"password", "passwd", "passphrase", "pwd", "secret", "scram_client_key", "scram_server_key"});

}  // namespace

const UrlParameter* find_url_parameter(std::string_view name) {
  const auto found = std::ranges::find(table, name, &UrlParameter::name);
  return found == table.end() ? nullptr : &*found;
}

bool is_url_parameter(std::string_view name) {
  return find_url_parameter(name) != nullptr || std::ranges::count(mariadb_names, name) != 0;
}

std::vector<std::string> libpq_parameter_names() {
  std::vector<std::string> names;
  for (const UrlParameter& parameter : table) {
    if (parameter.use == libpq) names.emplace_back(parameter.name);
  }
  return names;
}

bool is_secret_parameter(std::string_view name) {
  const std::string lowered = lower(name);
  return std::ranges::any_of(secret_endings,
                             [&](std::string_view ending) { return lowered.ends_with(ending); });
}

}  // namespace aludel
