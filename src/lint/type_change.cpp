#include "lint/type_change.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace aludel {

namespace {

struct ParsedType {
  std::string base;                ///< PostgreSQL's own name of it
  std::optional<int> first = {};   ///< length, or precision
  std::optional<int> second = {};  ///< scale
  bool array = false;

  bool operator==(const ParsedType&) const = default;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> aliases{
    {{"int", "integer"},
     {"int4", "integer"},
     {"int8", "bigint"},
     {"int2", "smallint"},
     {"decimal", "numeric"},
     {"dec", "numeric"},
     {"float8", "double precision"},
     {"float", "double precision"},
     {"float4", "real"},
     {"bool", "boolean"},
     {"char", "character"},
     {"bpchar", "character"},
     {"varchar", "character varying"},
     {"char varying", "character varying"},
     {"timestamptz", "timestamp with time zone"},
     {"timestamp", "timestamp without time zone"},
     {"timetz", "time with time zone"},
     {"time", "time without time zone"},
     {"varbit", "bit varying"},
     {"serial", "integer"},
     {"bigserial", "bigint"},
     {"national character varying", "character varying"}}};

ParsedType parsed(std::string_view text) {
  ParsedType type;
  std::string name;
  std::string inside;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (c == '[') type.array = true;
    if (depth > 0) {
      inside += c;
    } else if (c != '[' && c != ']' && !(type.array && is_digit(c))) {
      name += is_space(c) ? ' ' : c;
    }
    if (c == ')') --depth;
  }
  std::vector<std::string> words;
  for (const std::string& word : split(lower(name), ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  type.base = join(words, " ");
  if (type.base.starts_with("pg_catalog.")) type.base.erase(0, 11);
  for (const auto& [alias, own] : aliases) {
    if (type.base == alias) type.base = own;
  }
  if (inside.size() > 2) {
    const auto numbers = split(std::string_view(inside).substr(1, inside.size() - 2), ',');
    type.first = std::atoi(numbers[0].c_str());
    if (numbers.size() > 1) type.second = std::atoi(numbers[1].c_str());
  }
  if (type.base == "character" && !type.first && text != "bpchar") type.first = 1;
  if (type.base == "numeric" && type.first && !type.second) type.second = 0;
  return type;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}
bool is_whole(const ParsedType& type) {
  return is_one_of(type.base, {"smallint", "integer", "bigint"});
}
bool is_text(const ParsedType& type) {
  return is_one_of(type.base, {"text", "character varying", "character"});
}
bool is_time(const ParsedType& type) {
  return type.base.starts_with("time") || type.base == "date";
}

/// Room that is not smaller: none is without bound.
bool holds(const std::optional<int>& to, const std::optional<int>& from) {
  return !to || (from && *to >= *from);
}

/// Whether the stored bytes stay as they are.
bool same_bytes(const ParsedType& from, const ParsedType& to) {
  if (from.array != to.array) return false;
  if (from.base == "character varying" || from.base == "text") {
    if (to.base == "text") return true;
    return to.base == "character varying" && holds(to.first, from.first);
  }
  if (from.base != to.base)
    return (from.base == "cidr" && to.base == "inet") || (from.base == "xml" && to.base == "text");
  if (from.base == "numeric")
    return !to.first || (from.first && *to.first >= *from.first && to.second == from.second);
  if (is_time(from) || from.base == "interval" || from.base == "bit varying")
    return holds(to.first, from.first);
  return from == to;
}

/// Without an expression a value that does not fit is refused; rounding is silent.
Keeping keeping(const ParsedType& from, const ParsedType& to, bool has_using) {
  using enum Keeping;
  if (from == to || same_bytes(from, to)) return keeps;
  if (from.array != to.array && !is_text(to)) return may_lose;
  if (is_text(to)) {
    if (!to.first) return keeps;
    return has_using || !is_text(from) ? may_lose : keeps;  // a cast cuts, an assignment refuses
  }
  if (is_one_of(to.base, {"name", "\"char\""})) return may_lose;  // they cut what is too long
  if (is_text(from)) return keeps;
  if (is_whole(from)) {
    if (is_whole(to) || to.base == "numeric") return keeps;
    return to.base == "double precision" && from.base != "bigint" ? keeps : may_lose;
  }
  const bool fraction = is_one_of(from.base, {"numeric", "real", "double precision"});
  if (fraction) {
    if (is_whole(to)) return loses;
    if (from.base == "numeric" && to.base == "numeric")
      return to.second.value_or(0) >= from.second.value_or(1000) ? keeps : loses;
    if (from.base == "real" && is_one_of(to.base, {"double precision", "numeric"})) return keeps;
    return loses;
  }
  if (is_time(from) && is_time(to)) {
    if (from.base == "date") return keeps;
    const bool less = to.base == "date" || to.base.starts_with("time ") ||
                      !holds(to.first.value_or(6), from.first.value_or(6));
    return less ? loses : keeps;
  }
  if (from.base == "json" && to.base == "jsonb") return keeps;
  return may_lose;
}

}  // namespace

TypeVerdict judge_type_change(const TypeChange& change) {
  const ParsedType to = parsed(change.to);
  if (change.from.empty()) {
    const bool keeps = is_text(to) && !to.first;
    return {.loss = keeps && change.plain_using ? Keeping::keeps : Keeping::may_lose};
  }
  const ParsedType from = parsed(change.from);
  TypeVerdict verdict{.certain = true, .loss = keeping(from, to, change.has_using)};
  const bool to_local = from.base == "timestamp with time zone" &&
                        to.base == "timestamp without time zone" && holds(to.first, from.first);
  const bool to_zoned = from.base == "timestamp without time zone" &&
                        to.base == "timestamp with time zone" && holds(to.first, from.first);
  if (change.has_using) {
    verdict.why = "each value is made anew by USING";
  } else if (same_bytes(from, to)) {
    verdict.work = Work::none;
    verdict.why = "the stored values stay as they are";
  } else if ((to_local || to_zoned) && change.utc) {
    verdict.work = Work::build;
    verdict.why = "only indexes on it are built anew, as the session's time zone is UTC";
  } else {
    verdict.why = "its type is " + std::string(change.from);
  }
  if (to_local || to_zoned) verdict.loss = Keeping::keeps;
  if (!change.plain_using && verdict.loss == Keeping::keeps) verdict.loss = Keeping::may_lose;
  return verdict;
}

}  // namespace aludel
