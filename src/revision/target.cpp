#include "revision/target.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "revision/quoted.hpp"

namespace aludel {

namespace {

constexpr std::int64_t most_steps = 1'000'000'000;

[[noreturn]] void refuse(std::string_view text, std::string why, std::string hint = {}) {
  Diagnostic problem =
      diagnostic(Code::bad_target, "the target " + quoted(text) + ' ' + std::move(why));
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) value = std::min(most_steps, value * 10 + (digit - '0'));
  return value;
}

}  // namespace

Target parse_target(std::string_view text) {
  Target target{.text = std::string(text), .branch = {}, .symbol = {}, .steps = 0};
  if (text.empty()) refuse(text, "is empty", "write `head`, a revision id or a branch label");
  if (text.contains(':')) {
    refuse(text, "is a range, and one revision is meant here",
           "ranges are for `history -r`, and for `--sql`");
  }
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    target.branch = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    if (target.branch.empty()) refuse(text, "has nothing before the `@`", "write BRANCH@REVISION");
    if (rest.empty()) {
      refuse(text, "has nothing after the `@`", "write " + quoted(target.branch + "@head"));
    }
    if (rest.contains('@')) refuse(text, "has more than one `@`");
  }
  if (target.branch.find_first_of("+-") != std::string::npos) {
    refuse(text, "counts steps before the `@`", "write BRANCH@REVISION+N");
  }
  const std::size_t sign = rest.find_last_of("+-");
  if (sign == std::string_view::npos) {
    target.symbol = rest;
    return target;
  }
  const std::string_view digits = rest.substr(sign + 1);
  target.symbol = rest.substr(0, sign);
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) {
    refuse(text, std::string("has no whole number after the `") + rest[sign] + '`',
           "write for instance `+1`, `head-2`");
  }
  if (target.symbol.find_first_of("+-") != std::string::npos) refuse(text, "counts steps twice");
  target.steps = number(digits);
  if (target.steps == 0) {
    refuse(text, "counts no step",
           target.symbol.empty() ? "" : "write " + quoted(target.symbol) + " alone");
  }
  if (rest[sign] == '-') target.steps = -target.steps;
  return target;
}

}  // namespace aludel
