#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "db/percent.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

// What tunes Python's driver only.
constexpr auto ignored_parameters = std::to_array<std::string_view>(
    {"cached_statements", "check_same_thread", "detect_types", "isolation_level", "timeout"});

void check_query(std::string_view query) {
  for (const std::string& pair : split(query, '&')) {
    const std::string name = pair.substr(0, pair.find('='));
    if (std::ranges::count(ignored_parameters, name) != 0) continue;
    throw bad_url("a sqlite URL has no parameter `" + name + '`',
                  "a `?` that belongs to the file's name is written `%3F`");
  }
}

}  // namespace

DatabaseUrl read_sqlite_url(std::string_view rest, const std::filesystem::path& relative_to) {
  DatabaseUrl result;
  const std::size_t question = rest.find('?');
  if (question != npos) check_query(rest.substr(question + 1));
  const std::string_view place = rest.substr(0, question);
  if (place == "//" || place == "///:memory:") return result;
  const std::size_t name_at = std::min(place.find_first_not_of('/'), place.size());
  const std::string name(place.substr(name_at));
  if (name == ":memory:") {
    throw bad_url("this is not how a database in memory is named", {}, "write `sqlite://`");
  }
  if (!place.starts_with("///")) {
    const bool absolute = place.starts_with('/') && !place.starts_with("//");
    throw bad_url(
        place.starts_with("//") ? "what follows `sqlite://` would be a host, and SQLite has none"
                                : "`sqlite:` must be followed by `///` and the file's path",
        "three slashes begin a relative path, four an absolute one",
        // What stands before an @ may be a password.
        "write `sqlite:///" +
            (name.contains('@') ? "FILE" : std::string(absolute ? place : std::string_view(name))) +
            '`');
  }
  if (name.empty()) {
    throw bad_url("the sqlite URL names no file",
                  "`sqlite:///app.db` is a file, `sqlite://` is a database in memory");
  }
  if (name.starts_with("file:")) {
    throw bad_url("SQLite's own `file:` URIs are not understood", {},
                  "write the path itself: `sqlite:///app.db` or `sqlite:////var/lib/app.db`");
  }
  const auto path = percent_decode(place.substr(3));
  if (!path) {
    throw bad_url("the sqlite URL holds a `%` that no two hexadecimal digits follow",
                  "a `%` that belongs to the file's name is written `%25`");
  }
  if (path->find('\0') != npos) throw bad_url("the sqlite URL holds a NUL character");
  result.sqlite_path = (relative_to / *path).lexically_normal().string();
  return result;
}

}  // namespace aludel
