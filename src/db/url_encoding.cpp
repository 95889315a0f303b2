#include <algorithm>
#include <vector>

#include "base/code.hpp"
#include "base/text.hpp"
#include "db/percent.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7F';
}

/// The characters of `text` that must be encoded, each once, in order of appearance. A `%` counts
/// where it begins no %XX.
std::string stray_characters(std::string_view text, std::string_view reserved) {
  std::string found;
  const auto add = [&](char c) {
    if (found.find(c) == std::string::npos) found += c;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (reserved.find(c) != std::string_view::npos || is_blank_or_control(c)) add(c);
    if (c == '%' && !percent_decode(text.substr(i, 3))) add(c);
  }
  return found;
}

std::string shown_character(char c) {
  if (c == ' ') return "a blank";
  if (is_blank_or_control(c)) return "a control character";
  return {'`', c, '`'};
}

/// The whole URL as it should have been written, its password hidden.
std::string written_well(std::string_view url, const UrlParts& parts) {
  const auto part = [&](Span span) { return url.substr(span.begin, span.size()); };
  std::string shown = std::string(part(parts.scheme)) + "://";
  shown += percent_encode_rest(part(parts.user));
  if (parts.has_password) shown += ":***";
  if (parts.has_user) shown += '@';
  const std::string masked = url_without_password(url.substr(parts.hosts.begin), [&] {
    UrlParts moved;
    moved.query = {parts.query.begin - parts.hosts.begin, parts.query.end - parts.hosts.begin};
    return moved;
  }());
  for (const char c : masked)
    shown += is_blank_or_control(c) || c == '#' ? percent_encode({&c, 1}) : std::string{c};
  return shown;
}

[[noreturn]] void explain(std::string_view what, const std::string& stray, std::string_view url,
                          const UrlParts& parts) {
  std::vector<std::string> shown;
  std::vector<std::string> notes;
  for (const char c : stray) {
    shown.push_back(shown_character(c));
    notes.push_back(shown.back() + " is written `" + percent_encode({&c, 1}) + '`');
    if (c == '%') notes.back() += ", unless it begins an encoded character such as `%40`";
  }
  Diagnostic problem =
      diagnostic(Code::bad_url, std::string(what) + " in the database URL holds " +
                                    join(shown, " and ") + ", which must be percent-encoded there");
  problem.notes = std::move(notes);
  problem.hint = "in the configuration `${NAME|url}` encodes the value of the variable NAME";
  problem.next = "write `" + written_well(url, parts) + '`';
  if (parts.has_password && parts.has_user)
    problem.next += " with the encoded password in place of ***";
  throw Error(std::move(problem));
}

}  // namespace

void check_encoding(std::string_view url, const UrlParts& parts) {
  const auto check = [&](std::string_view what, Span span, std::string_view reserved) {
    const std::string stray = stray_characters(url.substr(span.begin, span.size()), reserved);
    if (!stray.empty()) explain(what, stray, url, parts);
  };
  if (parts.has_password && !parts.has_user) {
    throw bad_url("what follows the `:` after the host is not a port number",
                  "a user and password are followed by `@` and the host; an IPv6 address stands in "
                  "[brackets]",
                  "write `postgresql://user:password@host:port/database`");
  }
  check("the password", parts.password, "@/:#?");
  check("the user name", parts.user, "@/:#?");
  check("the host", parts.hosts, "#");
  check("the name of the database", parts.path, "#");
  check("the list of parameters", parts.query, "#");
  // `#` ends the hosts: what stands between them and the path or query is a fragment, which no
  // database has.
  if (parts.hosts.end < url.size() && url[parts.hosts.end] == '#') {
    explain("the part behind the host", "#", url, parts);
  }
}

}  // namespace aludel
