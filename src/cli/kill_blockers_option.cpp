#include "cli/kill_blockers_option.hpp"

#include <array>
#include <set>
#include <string>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse(const std::string& message, std::string hint = {}) {
  Diagnostic problem = diagnostic(Code::bad_usage, "--kill-blockers: " + message);
  problem.hint = std::move(hint);
  problem.now = "nothing was changed";
  problem.next =
      "`--kill-blockers after=30s,only=idle` ends sessions that are idle inside a "
      "transaction, `only=any` those at work too";
  throw Error(std::move(problem));
}

KillBlockers::Only only_of(const std::string& value) {
  if (value == "idle") return KillBlockers::Only::idle;
  if (value == "any") return KillBlockers::Only::any;
  const std::array<std::string, 2> values{"idle", "any"};
  refuse("only is `idle` or `any`, not `" + value + "`", did_you_mean(value, values));
}

std::chrono::milliseconds after_of(const std::string& value) {
  try {
    const auto after = parse_duration(value);
    if (after >= std::chrono::seconds(1)) return after;
  } catch (const Error& error) {
    refuse(error.diagnostic().message);
  }
  refuse("after is 1s at the least, not `" + value + "`");
}

}  // namespace

KillBlockers parse_kill_blockers(std::string_view text) {
  KillBlockers result;
  std::set<std::string> seen;
  for (const std::string& part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    const std::string key(trim(part.substr(0, equals)));
    if (key != "after" && key != "only") {
      const std::array<std::string, 2> keys{"after", "only"};
      refuse("there is no `" + key + "`", did_you_mean(key, keys));
    }
    if (equals == std::string::npos) refuse("`" + key + "` needs a value: `" + key + "=…`");
    if (!seen.insert(key).second) refuse("`" + key + "` is given twice");
    const std::string value(trim(part.substr(equals + 1)));
    if (key == "only") result.only = only_of(value);
    if (key == "after") result.after = after_of(value);
  }
  return result;
}

}  // namespace aludel
