#include "app/start_setting.hpp"

#include <array>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"

namespace aludel {

StartMode parse_start_mode(const std::string& word, const std::string& from) {
  struct Word {
    std::string_view word;
    StartMode mode;
  };
  constexpr std::array words{
      Word{"true", StartMode::migrate},     Word{"false", StartMode::off},
      Word{"check", StartMode::check_only}, Word{"wait", StartMode::wait_until},
      Word{"1", StartMode::migrate},        Word{"0", StartMode::off},
      Word{"yes", StartMode::migrate},      Word{"no", StartMode::off},
      Word{"on", StartMode::migrate},       Word{"off", StartMode::off}};
  std::vector<std::string> known;
  for (const Word& each : words) {
    if (equal_ignoring_case(each.word, word)) return each.mode;
    if (known.size() < 4) known.emplace_back(each.word);
  }
  Diagnostic problem =
      diagnostic(Code::bad_value, from + " is `" + word + "`: it takes " + join(known, ", "));
  problem.hint = did_you_mean(word, known);
  problem.now = "nothing was changed, and the application was not started";
  throw Error(std::move(problem));
}

std::chrono::milliseconds parse_start_timeout(const std::string& text, const std::string& from) {
  try {
    return parse_duration(text);
  } catch (Error& error) {
    error.diagnostic().message = from + ": " + error.diagnostic().message;
    throw;
  }
}

}  // namespace aludel
