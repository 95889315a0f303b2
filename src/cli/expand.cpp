#include "cli/expand.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "db/percent.hpp"

namespace aludel {

namespace {

constexpr auto npos = std::string_view::npos;

[[noreturn]] void refuse_undefined(const Setting& setting, const Variables& variables,
                                   std::size_t at, const VariableReference& reference) {
  const std::string name(reference.name);
  Diagnostic problem =
      setting_problem(Code::undefined_variable, setting,
                      "`" + setting.key + "` needs the variable " + name + ", which is not set",
                      name + " is not set", at, reference.size);
  problem.hint = did_you_mean(name, variables.names());
  problem.next =
      name == "DATABASE_URL"
          ? "set DATABASE_URL in the environment or in .env: `sqlite:///app.db`, "
            "`postgresql://user@host/name`, or, for a private PostgreSQL, `aludel dev up` and "
            "`export DATABASE_URL=\"$(aludel dev url)\"`"
          : "set " + name + " in the environment or in .env, or write a default: `${" + name +
                ":-…}`";
  throw Error(std::move(problem));
}

}  // namespace

std::optional<VariableReference> read_reference(std::string_view text, std::size_t at,
                                                std::string& problem) {
  const std::size_t close = text.find('}', at);
  if (close == npos) {
    problem = "`${` is never closed by `}`";
    return std::nullopt;
  }
  const std::string_view inside = text.substr(at + 2, close - at - 2);
  const auto name_end = std::ranges::find_if_not(inside, is_word);
  const auto name_size = static_cast<std::size_t>(name_end - inside.begin());
  VariableReference reference{inside.substr(0, name_size), std::nullopt, false, close + 1 - at};
  const std::string_view after = inside.substr(name_size);
  if (name_size == 0 || is_digit(inside.front())) {
    problem = "a variable's name begins with a letter or `_`; `$${` is a plain `${`";
    return std::nullopt;
  }
  if (after.starts_with(":-")) {
    reference.fallback = after.substr(2);
    if (reference.fallback->find("${") != npos) {
      problem = "a default cannot hold another `${…}`";
      return std::nullopt;
    }
  } else if (after == "|url") {
    reference.for_url = true;
  } else if (!after.empty()) {
    problem = "after the name only `:-default` or `|url` can follow";
    return std::nullopt;
  }
  return reference;
}

std::string expand(const Setting& setting, const Variables& variables) {
  if (setting.problem) throw Error(*setting.problem);
  const std::string_view text = setting.text;
  std::string result;
  std::size_t shown = 0;
  for (std::size_t at = text.find('$'); at != npos; at = text.find('$', shown)) {
    result.append(text.substr(shown, at - shown));
    const std::string_view next = text.substr(at + 1, 1);
    if (next != "{") {
      result += '$';
      shown = at + (next == "$" ? 2 : 1);
      continue;
    }
    std::string why;
    const auto reference = read_reference(text, at, why);
    if (!reference) {
      throw Error(setting_problem(Code::bad_value, setting,
                                  "`" + setting.key + "` cannot be expanded: " + why, "here", at,
                                  2));
    }
    std::optional<std::string> value = variables.find(reference->name);
    if (reference->fallback && (!value || value->empty()))
      value = std::string(*reference->fallback);
    if (!value) refuse_undefined(setting, variables, at, *reference);
    result += reference->for_url ? percent_encode(*value) : *value;
    shown = at + reference->size;
  }
  return result.append(text.substr(shown));
}

}  // namespace aludel
