#include "revision/batch_directive.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::array<std::string_view, 6> names{"table", "key", "size", "pause", "target", "where"};
constexpr long long largest_size = 1'000'000;

[[noreturn]] void fail(const SourceText& source, Span span, std::string message,
                       std::string hint = {}) {
  Diagnostic problem = diagnostic(Code::bad_directive, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// Where an argument's value stands.
using Arguments = std::map<std::string_view, Span>;

/// Cuts `name=value …`; a value ends at the first blank that is not between double quotes.
Arguments cut(const SourceText& source, const Directive& directive) {
  const std::string& text = source.text();
  std::size_t end = directive.span.end;
  while (end > directive.span.begin && is_space(text[end - 1])) --end;
  std::size_t at = end - directive.rest.size();
  Arguments found;
  while (at < end) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < end && !is_space(text[at]) && text[at] != '=') ++at;
    const std::string_view name = source.slice({begin, at});
    const auto known = std::ranges::find(names, name);
    if (known == names.end()) {
      const std::vector<std::string> all(names.begin(), names.end());
      const std::string meant = did_you_mean(name, all);
      fail(source, {begin, at}, "`batch` does not know `" + std::string(name) + "`",
           meant.empty() ? "it takes table, key, size, pause, target and where" : meant);
    }
    if (at == end || text[at] != '=')
      fail(source, {begin, at}, "`" + std::string(name) + "` has no value",
           "write `" + std::string(name) + "=…`, without blanks around the =");
    const std::size_t value = ++at;
    bool quoted = false;
    while (at < end && (quoted || !is_space(text[at]))) quoted = (text[at++] == '"') != quoted;
    if (quoted) fail(source, {value, at}, "a double quote in this directive is not closed");
    if (value == at) fail(source, {begin, at}, "`" + std::string(name) + "` has no value");
    if (!found.emplace(*known, Span{value, at}).second)
      fail(source, {begin, at}, "`" + std::string(name) + "` stands twice");
  }
  return found;
}

/// The end of the identifier that begins at `at`; `at` where there is none.
std::size_t end_of_identifier(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '"') {
    std::size_t close = text.find('"', at + 1);
    while (close != std::string_view::npos && text.substr(close).starts_with("\"\""))
      close = text.find('"', close + 2);
    return close == std::string_view::npos || close == at + 1 ? at : close + 1;
  }
  if (at < text.size() && is_digit(text[at])) return at;
  while (at < text.size() &&
         (is_word(text[at]) || static_cast<unsigned char>(text[at]) >= 0x80 || text[at] == '$'))
    ++at;
  return at;
}

/// The identifiers of a value, which are separated by `separator`; none where it is something else.
std::vector<std::string> identifiers(std::string_view value, char separator) {
  std::vector<std::string> found;
  for (std::size_t at = 0;; ++at) {
    const std::size_t end = end_of_identifier(value, at);
    if (end == at) return {};
    found.emplace_back(value.substr(at, end - at));
    if (end == value.size()) return found;
    if (value[end] != separator) return {};
    at = end;
  }
}

/// Whatever a database makes of case: the same name written in the same way.
void check_columns_differ(const SourceText& source, const BatchDirective& batch) {
  std::set<std::string> seen;
  for (const std::string& column : batch.key) {
    const bool quoted = column.starts_with('"');
    const std::string name = quoted ? column.substr(1, column.size() - 2) : lower(column);
    if (!seen.insert(name).second)
      fail(source, batch.key_span, "the column " + column + " stands twice in this key",
           "write each column once: `key=a,b`");
  }
}

std::chrono::milliseconds duration(const SourceText& source, Span span) {
  try {
    return parse_duration(source.slice(span));
  } catch (const Error& error) {
    fail(source, span, error.diagnostic().message, error.diagnostic().hint);
  }
}

long long size_of(const SourceText& source, Span span) {
  const std::string_view text = source.slice(span);
  long long size = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (failed != std::errc() || end != text.data() + text.size() || size < 1 || size > largest_size)
    fail(source, span, "`size` is a number of rows, from 1 to 1000000",
         "it is where batches begin; they grow and shrink with the time that they take");
  return size;
}

/// A value between double quotes means what stands between them; two of them in it are one.
std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  return replace_all(std::string(value.substr(1, value.size() - 2)), "\"\"", "\"");
}

}  // namespace

BatchDirective read_batch(const SourceText& source, const Directive& directive) {
  const Arguments arguments = cut(source, directive);
  for (const std::string_view needed : {"table", "key"}) {
    if (!arguments.contains(needed))
      fail(source, directive.span, "`batch` needs a " + std::string(needed),
           "write `batch table=prices key=id size=5000`");
  }
  BatchDirective batch;
  batch.span = directive.span;
  batch.table_span = arguments.at("table");
  batch.key_span = arguments.at("key");
  batch.table = source.slice(batch.table_span);
  if (const auto parts = identifiers(batch.table, '.'); parts.empty() || parts.size() > 2)
    fail(source, batch.table_span, "this is no name of a table",
         "write `table=prices`, `table=app.prices` or `table=app.\"Prices\"`");
  batch.key = identifiers(source.slice(batch.key_span), ',');
  if (batch.key.empty())
    fail(source, batch.key_span, "this is no list of columns",
         "write `key=id`, `key=a,b` or `key=\"Id\"`");
  check_columns_differ(source, batch);
  if (const auto size = arguments.find("size"); size != arguments.end())
    batch.size = size_of(source, size->second);
  if (const auto pause = arguments.find("pause"); pause != arguments.end())
    batch.pause = duration(source, pause->second);
  if (const auto target = arguments.find("target"); target != arguments.end()) {
    batch.target = duration(source, target->second);
    batch.target_is_said = true;
    if (batch.target.count() == 0)
      fail(source, target->second, "`target` is the time that a batch may take; it cannot be 0");
  }
  if (const auto where = arguments.find("where"); where != arguments.end()) {
    batch.where_span = where->second;
    batch.where = trim(unquoted(source.slice(where->second)));
    if (batch.where.empty()) fail(source, where->second, "`where` holds no condition");
  }
  return batch;
}

}  // namespace aludel
