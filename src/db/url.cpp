#include "db/url.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "db/url_readers.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

struct Scheme {
  std::string_view name;
  DatabaseUrl::Kind kind;
};
constexpr std::array schemes{Scheme{"sqlite", DatabaseUrl::Kind::sqlite},
                             Scheme{"postgresql", DatabaseUrl::Kind::postgresql},
                             Scheme{"postgres", DatabaseUrl::Kind::postgresql},
                             Scheme{"mysql", DatabaseUrl::Kind::mariadb},
                             Scheme{"mariadb", DatabaseUrl::Kind::mariadb}};

// Names of tools and drivers that no edit distance leads to the scheme that is meant.
constexpr auto aliases =
    std::to_array<std::pair<std::string_view, std::string_view>>({{"sqlite3", "sqlite"},
                                                                  {"file", "sqlite"},
                                                                  {"pg", "postgresql"},
                                                                  {"pgsql", "postgresql"},
                                                                  {"psql", "postgresql"}});

constexpr std::string_view known_forms = "URLs begin with sqlite:/// or postgresql://";

/// The scheme before the first colon, in lower case; none where the text has no such beginning.
std::optional<std::string> scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == npos || colon == 0) return std::nullopt;
  const std::string_view scheme = text.substr(0, colon);
  const bool plausible = std::ranges::all_of(
      scheme, [](char c) { return is_word(c) || c == '+' || c == '-' || c == '.'; });
  if (!plausible || is_digit(scheme.front())) return std::nullopt;
  return lower(scheme);
}

bool is_conninfo(std::string_view text) {
  const auto name_end = std::ranges::find_if_not(text, is_word);
  const auto name_size = static_cast<std::size_t>(name_end - text.begin());
  return name_size > 0 && trim(text.substr(name_size)).starts_with('=');
}

[[noreturn]] void refuse_without_scheme(std::string_view text) {
  const auto is_file_name = [&](std::string_view ending) { return text.ends_with(ending); };
  const bool file = text.find_first_of("@:?=") == npos &&
                    (is_file_name(".db") || is_file_name(".sqlite") || is_file_name(".sqlite3"));
  if (file) {
    throw bad_url("a database is named by a URL, not by a file name alone", {},
                  "write `sqlite:///" + std::string(text) + '`');
  }
  throw bad_url("the database URL has no scheme", std::string(known_forms));
}

[[noreturn]] void refuse_scheme(std::string_view scheme, std::string_view after_colon) {
  if (scheme == "jdbc") throw bad_url("`jdbc:` URLs are Java's", {}, "leave out `jdbc:`");
  // Without "//" what stands before the colon may be a user's name, and is not worth guessing
  // about.
  if (!after_colon.starts_with("//")) {
    throw bad_url("the database URL has no scheme that Aludel knows", std::string(known_forms));
  }
  std::vector<std::string> names;
  for (const Scheme& known : schemes) names.emplace_back(known.name);
  const std::string_view word = scheme.substr(0, scheme.find('+'));
  const auto alias = std::ranges::find(aliases, word, [](const auto& pair) { return pair.first; });
  const std::string meant = alias != aliases.end()
                                ? "did you mean `" + std::string(alias->second) + "`?"
                                : did_you_mean(word, names);
  throw bad_url("`" + std::string(word) + "://` is not a database that Aludel knows",
                meant.empty() ? std::string(known_forms) : meant);
}

}  // namespace

Error bad_url(std::string message, std::string hint, std::string next) {
  Diagnostic problem = diagnostic(Code::bad_url, std::move(message));
  problem.hint = std::move(hint);
  problem.next = std::move(next);
  return Error(std::move(problem));
}

DatabaseUrl parse_url(std::string_view given, const std::filesystem::path& relative_to) {
  const std::string_view text = trim(given);
  if (text.empty()) throw bad_url("the database URL is empty", std::string(known_forms));
  if (is_conninfo(text)) return read_conninfo(text);
  const auto scheme = scheme_of(text);
  if (!scheme) refuse_without_scheme(text);
  const std::string_view word = std::string_view(*scheme).substr(0, scheme->find('+'));
  const std::string_view after_colon = text.substr(scheme->size() + 1);
  const auto known = std::ranges::find(schemes, word, &Scheme::name);
  if (known == schemes.end()) refuse_scheme(*scheme, after_colon);

  DatabaseUrl result;
  if (known->kind == DatabaseUrl::Kind::sqlite) {
    result = read_sqlite_url(after_colon, relative_to);
    result.text_without_password = text;
    return result;
  }
  if (!after_colon.starts_with("//")) {
    throw bad_url("`" + *scheme + ":` must be followed by `//`", {},
                  "write `" + std::string(word) + "://user:password@host/database`");
  }
  result.kind = known->kind;
  const UrlParts parts = take_apart(text);
  result.text_without_password = url_without_password(text, parts);
  check_encoding(text, parts);
  read_server_url(result, text, parts);
  if (result.kind == DatabaseUrl::Kind::postgresql) finish_postgresql(result);
  return result;
}

}  // namespace aludel
