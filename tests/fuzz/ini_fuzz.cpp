#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/code.hpp"
#include "cli/config_readers.hpp"

// Any text is an alembic.ini or refused as a wrong configuration (exit 2).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const aludel::SourceText source("alembic.ini",
                                  std::string(reinterpret_cast<const char*>(data), size));
  aludel::Project project;
  project.root = "/project";
  try {
    aludel::read_alembic_ini(source, "alembic", project);
  } catch (const aludel::Error& error) {
    if (error.exit_code() != 2) std::abort();
  }
  return 0;
}
