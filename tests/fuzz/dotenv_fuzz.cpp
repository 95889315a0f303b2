#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/code.hpp"
#include "cli/dotenv.hpp"

// Any text is a .env file or refused with a place in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const aludel::SourceText source(".env", std::string(reinterpret_cast<const char*>(data), size));
  try {
    (void)aludel::parse_dotenv(source, {{"A", "a"}});
  } catch (const aludel::Error& error) {
    const bool known = error.diagnostic().code == aludel::info(aludel::Code::config_syntax).id;
    if (!known || !error.diagnostic().place) std::abort();
  }
  return 0;
}
