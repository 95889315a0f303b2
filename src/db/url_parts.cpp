#include "db/url_parts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "db/url_parameters.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

/// Every part between `&` is key=value with a key that drivers know: then an `@` in it is part of a
/// value.
bool is_known_query(std::string_view query) {
  while (true) {
    const std::string_view pair = query.substr(0, query.find('&'));
    const std::size_t equals = pair.find('=');
    if (equals == npos || !is_url_parameter(pair.substr(0, equals))) return false;
    if (pair.size() == query.size()) return true;
    query.remove_prefix(pair.size() + 1);
  }
}

/// Where the text after a host's `:` is no port: "user:secret", whose `@host` was forgotten.
std::size_t find_non_port(std::string_view hosts) {
  if (hosts.starts_with('[')) return npos;
  const std::size_t colon = hosts.find(':');
  if (colon == npos) return npos;
  const std::string_view port = hosts.substr(colon + 1, hosts.find(',', colon) - colon - 1);
  return std::ranges::all_of(port, is_digit) ? npos : colon;
}

std::size_t find_end_of_user(std::string_view rest) {
  const std::size_t question = rest.find('?');
  if (question != npos && is_known_query(rest.substr(question + 1))) {
    const std::string_view before = rest.substr(0, question);
    const std::size_t at = before.rfind('@');
    if (at != npos || find_non_port(before.substr(0, before.find_first_of("/#"))) == npos)
      return at;
  }
  return rest.rfind('@');
}

}  // namespace

UrlParts take_apart(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme_end = url.find("://");
  parts.scheme = {0, scheme_end};
  std::size_t at = scheme_end + 3;
  const std::size_t user_end = find_end_of_user(url.substr(at));
  if (user_end != npos) {
    parts.has_user = true;
    const std::size_t colon = url.substr(at, user_end).find(':');
    parts.has_password = colon != npos;
    parts.user = {at, at + std::min(colon, user_end)};
    parts.password = {parts.has_password ? at + colon + 1 : at + user_end, at + user_end};
    at += user_end + 1;
  }
  const std::size_t hosts_end = std::min(url.find_first_of("/?#", at), url.size());
  parts.hosts = {at, hosts_end};
  if (!parts.has_user) {
    if (const std::size_t colon = find_non_port(url.substr(at, hosts_end - at)); colon != npos) {
      parts.has_password = true;
      parts.password = {at + colon + 1, url.size()};
      parts.hosts = {at, at + colon};
      parts.path = parts.query = {url.size(), url.size()};
      return parts;
    }
  }
  const std::size_t query_begin = std::min(url.find('?', hosts_end), url.size());
  parts.has_path = hosts_end < url.size() && url[hosts_end] == '/';
  parts.path = {parts.has_path ? hosts_end + 1 : hosts_end, query_begin};
  parts.has_query = query_begin < url.size();
  parts.query = {parts.has_query ? query_begin + 1 : query_begin, url.size()};
  return parts;
}

std::string url_without_password(std::string_view url, const UrlParts& parts) {
  std::string shown(url.substr(0, parts.query.begin));
  if (parts.has_password) {
    const std::size_t end = std::min(parts.password.end, shown.size());
    shown.replace(parts.password.begin, end - parts.password.begin, "***");
  }
  std::string_view query = url.substr(parts.query.begin);
  while (!query.empty()) {
    const std::size_t pair_end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, pair_end);
    const std::size_t equals = pair.find('=');
    if (equals != npos && is_secret_parameter(pair.substr(0, equals))) {
      shown.append(pair.substr(0, equals + 1)).append("***");
    } else {
      shown.append(pair);
    }
    if (pair_end < query.size()) shown += '&';
    query.remove_prefix(std::min(pair_end + 1, query.size()));
  }
  return shown;
}

}  // namespace aludel
