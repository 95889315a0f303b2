#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aludel/error.hpp"
#include "base/code.hpp"
#include "db/redact.hpp"
#include "db/url.hpp"

// Any text is a URL or refused as one; hiding its password twice hides no more than once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string shown = aludel::redacted(text);
  if (aludel::redacted(shown) != shown) std::abort();
  try {
    (void)aludel::parse_url(text, "/project");
  } catch (const aludel::Error& error) {
    if (error.diagnostic().code != aludel::info(aludel::Code::bad_url).id) std::abort();
  }
  return 0;
}
