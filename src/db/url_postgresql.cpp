#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "db/url_parameters.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

using Parameter = DatabaseUrl::Parameter;

constexpr auto ssl_modes = std::to_array<std::string_view>(
    {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"});

[[noreturn]] void refuse_unknown(const std::string& name) {
  throw bad_url("`" + name + "` is not a parameter of PostgreSQL connections",
                did_you_mean(name, libpq_parameter_names()));
}

Parameter as_sslmode(const std::string& value) {
  if (value == "true" || value == "1") return {"sslmode", "require"};
  if (value == "false" || value == "0") return {"sslmode", "disable"};
  if (std::ranges::count(ssl_modes, value) != 0) return {"sslmode", value};
  throw bad_url("the parameter `ssl` has a value that is not understood", {},
                "write `sslmode=` with disable, allow, prefer, require, verify-ca or verify-full");
}

/// Parameters that say the same as a part of the URL take its place, as in libpq.
bool replaces_part(DatabaseUrl& result, const Parameter& parameter) {
  if (parameter.name == "user") return result.user = parameter.value, true;
  if (parameter.name == "password") return result.password = parameter.value, true;
  if (parameter.name == "host") return result.host = parameter.value, true;
  if (parameter.name == "port") return result.port = parameter.value, true;
  if (parameter.name == "dbname") return result.database = parameter.value, true;
  return false;
}

/// SQLAlchemy writes `?host=name:5432`; libpq would look for a machine of that whole name.
void refuse_port_in_host(std::string_view host) {
  const bool address =
      host.find("::") != std::string_view::npos || std::ranges::count(host, ':') > 1;
  if (host.starts_with('/') || host.starts_with('@') || address ||
      host.find(':') == std::string_view::npos)
    return;
  throw bad_url("the parameter `host` holds a port", {},
                "write `postgresql://user:password@host1:5432,host2:5432/database`");
}

/// A value as libpq's key=value text writes it.
std::string conninfo_value(std::string_view value) {
  std::string result = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result += '\'';
}

/// "name 'value'" pairs are cut as libpq's conninfo_parse does; messages never show a value.
std::vector<Parameter> cut_conninfo(std::string_view text) {
  std::vector<Parameter> result;
  std::size_t at = 0;
  const auto skip_blanks = [&] {
    while (at < text.size() && is_space(text[at])) ++at;
  };
  for (skip_blanks(); at < text.size(); skip_blanks()) {
    const std::size_t name_begin = at;
    while (at < text.size() && text[at] != '=' && !is_space(text[at])) ++at;
    Parameter parameter{std::string(text.substr(name_begin, at - name_begin)), {}};
    skip_blanks();
    if (at == text.size() || text[at] != '=') {
      throw bad_url("the connection text has a word that no `=` follows",
                    "it is written name=value; a value with blanks stands in single quotes");
    }
    ++at;
    skip_blanks();
    const bool in_quotes = at < text.size() && text[at] == '\'';
    if (in_quotes) ++at;
    while (at < text.size() && (in_quotes ? text[at] != '\'' : !is_space(text[at]))) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      parameter.value += text[at++];
    }
    if (in_quotes && at++ == text.size()) {
      throw bad_url(
          "the value of `" + parameter.name + "` in the connection text has no closing quote",
          "inside quotes `'` is written \\' and `\\` is written \\\\");
    }
    result.push_back(std::move(parameter));
  }
  return result;
}

}  // namespace

void finish_postgresql(DatabaseUrl& result) {
  std::vector<Parameter> kept;
  for (const Parameter& parameter : result.parameters) {
    const UrlParameter* known = find_url_parameter(parameter.name);
    if (known == nullptr) refuse_unknown(parameter.name);
    if (known->use == UrlParameterUse::refused) {
      throw bad_url("`" + parameter.name + "` is not a parameter of PostgreSQL connections", {},
                    "write " + std::string(known->instead));
    }
    if (known->use == UrlParameterUse::driver || replaces_part(result, parameter)) continue;
    kept.push_back(known->use == UrlParameterUse::ssl ? as_sslmode(parameter.value) : parameter);
  }
  result.parameters = std::move(kept);
  refuse_port_in_host(result.host);

  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!result.libpq_conninfo.empty()) result.libpq_conninfo += ' ';
    result.libpq_conninfo.append(name).append("=").append(conninfo_value(value));
  };
  add("host", result.host);
  add("port", result.port);
  add("dbname", result.database);
  add("user", result.user);
  add("password", result.password);
  for (const Parameter& parameter : result.parameters) add(parameter.name, parameter.value);
}

DatabaseUrl read_conninfo(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw bad_url("the connection text holds a NUL character");
  DatabaseUrl result;
  std::set<std::string_view> names;
  result.kind = DatabaseUrl::Kind::postgresql;
  result.parameters = cut_conninfo(text);
  for (const Parameter& parameter : result.parameters) {
    if (!names.insert(parameter.name).second) {
      throw bad_url("the connection text has `" + parameter.name + "` twice");
    }
    if (!result.text_without_password.empty()) result.text_without_password += ' ';
    result.text_without_password +=
        parameter.name + '=' +
        (is_secret_parameter(parameter.name) ? "***" : conninfo_value(parameter.value));
  }
  finish_postgresql(result);
  return result;
}

}  // namespace aludel
