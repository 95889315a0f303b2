#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "db/percent.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

struct HostAndPort {
  std::string host;
  std::string port;
};

void check_port(std::string_view port) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (error != std::errc() || end != port.data() + port.size() || number == 0 || number > 65535) {
    throw bad_url("the port in the database URL is not a number from 1 to 65535");
  }
}

HostAndPort read_host(std::string_view text) {
  std::string_view host = text.substr(0, text.find(':'));
  std::string_view after = text.substr(host.size());
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == npos) throw bad_url("the `[` before an IPv6 address is never closed");
    host = text.substr(1, close - 1);
    after = text.substr(close + 1);
    if (host.empty()) throw bad_url("there is no address between `[` and `]`");
    if (!after.empty() && after.front() != ':') {
      throw bad_url("after `]` only `:` and a port, `,` or `/` can follow");
    }
  } else if (std::ranges::count(text, ':') > 1) {
    throw bad_url("the host has more than one `:`",
                  "an IPv6 address stands in brackets: `[::1]:5432`");
  }
  HostAndPort result{percent_decode(host).value(),
                     after.empty() ? "" : std::string(after.substr(1))};
  if (!result.port.empty()) check_port(result.port);
  return result;
}

void read_hosts(DatabaseUrl& result, std::string_view hosts) {
  bool has_port = false;
  std::string ports;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
    const HostAndPort one = read_host(hosts.substr(begin, end - begin));
    result.host += one.host;
    ports += one.port;
    has_port = has_port || !one.port.empty();
    if (end == hosts.size()) break;
    result.host += ',';
    ports += ',';
    begin = end + 1;
  }
  if (has_port) result.port = ports;
}

void read_query(DatabaseUrl& result, std::string_view query) {
  std::set<std::string> names;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals == npos || equals == 0) {
      throw bad_url("a parameter of the database URL is not written name=value",
                    "after `?` stand name=value pairs with `&` between them");
    }
    DatabaseUrl::Parameter parameter{percent_decode(pair.substr(0, equals)).value(),
                                     percent_decode(pair.substr(equals + 1)).value()};
    if (!names.insert(parameter.name).second) {
      throw bad_url("the database URL has the parameter `" + parameter.name + "` twice",
                    parameter.name == "host"
                        ? "several hosts are written `//host1:5432,host2:5432/database`"
                        : "");
    }
    result.parameters.push_back(std::move(parameter));
  }
}

}  // namespace

void read_server_url(DatabaseUrl& result, std::string_view url, const UrlParts& parts) {
  const auto part = [&](Span span) { return url.substr(span.begin, span.size()); };
  result.user = percent_decode(part(parts.user)).value();
  result.password = percent_decode(part(parts.password)).value();
  read_hosts(result, part(parts.hosts));
  result.database = percent_decode(part(parts.path)).value();
  read_query(result, part(parts.query));
}

}  // namespace aludel
