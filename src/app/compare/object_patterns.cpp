#include "app/compare/object_patterns.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fnmatch.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/describe.hpp"

namespace aludel {

namespace {

constexpr std::array kinds{
    ObjectKind::schema,    ObjectKind::extension,         ObjectKind::enumeration,
    ObjectKind::domain,    ObjectKind::sequence,          ObjectKind::table,
    ObjectKind::view,      ObjectKind::materialized_view, ObjectKind::function,
    ObjectKind::procedure, ObjectKind::trigger,           ObjectKind::policy,
    ObjectKind::index,     ObjectKind::constraint,        ObjectKind::column};

/// "materialized view" is written materialized_view.
std::string written(ObjectKind kind) {
  return replace_all(std::string(word_for(kind)), " ", "_");
}

struct Pattern {
  std::optional<ObjectKind> kind;
  std::string name;

  [[nodiscard]] bool matches(ObjectKind of_kind, const ObjectName& of) const {
    if (kind && *kind != of_kind) return false;
    return fnmatch(name.c_str(), of.name.c_str(), 0) == 0 ||
           fnmatch(name.c_str(), of.text().c_str(), 0) == 0;
  }
};

Pattern parse(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {std::nullopt, text};
  const std::string word = lower(text.substr(0, colon));
  std::vector<std::string> words;
  for (const ObjectKind kind : kinds) {
    if (written(kind) == word) return {kind, text.substr(colon + 1)};
    words.push_back(written(kind));
  }
  Diagnostic problem =
      diagnostic(Code::bad_value, "`" + text + "`: there is no kind of object `" + word + "`");
  problem.hint = did_you_mean(word, words);
  if (problem.hint.empty()) problem.hint = "the kinds are " + join(words, ", ");
  problem.now = "nothing was changed";
  throw Error(std::move(problem));
}

std::vector<Pattern> parse_all(const std::vector<std::string>& texts) {
  std::vector<Pattern> patterns;
  for (const std::string& text : texts) patterns.push_back(parse(text));
  return patterns;
}

bool any_matches(const std::vector<Pattern>& patterns, const CatalogObject& object) {
  return std::ranges::any_of(patterns, [&](const Pattern& pattern) {
    const bool whole =
        (object.other.empty() || !pattern.kind) && pattern.matches(object.kind, object.name);
    return whole || (!object.of.name.empty() && pattern.matches(ObjectKind::table, object.of));
  });
}

}  // namespace

std::function<bool(const CatalogObject&, bool, bool)> left_out(const ObjectPatterns& patterns) {
  if (patterns.include.empty() && patterns.exclude.empty()) return {};
  return [include = parse_all(patterns.include), exclude = parse_all(patterns.exclude)](
             const CatalogObject& object, bool, bool) {
    if (any_matches(exclude, object)) return true;
    return !include.empty() && !any_matches(include, object);
  };
}

}  // namespace aludel
