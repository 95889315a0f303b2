#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aludel/error.hpp"
#include "base/code.hpp"
#include "db/redact.hpp"
#include "db/url.hpp"

namespace {

/// Any text is a URL or refused as one.
std::string parsed(const std::string& text) {
  try {
    return aludel::parse_url(text, "/project").text_without_password;
  } catch (const aludel::Error& error) {
    const aludel::Diagnostic& problem = error.diagnostic();
    if (problem.code != aludel::info(aludel::Code::bad_url).id) std::abort();
    std::string all = problem.message + '\n' + problem.hint + '\n' + problem.next;
    for (const std::string& note : problem.notes) all += '\n' + note;
    return all;
  }
}

}  // namespace

// The input as a URL, and as a password that is not shown wherever it would be.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)parsed(text);
  (void)aludel::redacted(text);
  const std::string password = "Q7z" + text + "z7Q";
  const std::string url = "postgresql://user:" + password + "@host/db";
  if (parsed(url).find(password) != std::string::npos) std::abort();
  if (aludel::redacted(url).find(password) != std::string::npos) std::abort();
  return 0;
}
