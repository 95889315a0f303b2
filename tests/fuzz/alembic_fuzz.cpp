// Any text as an Alembic file: a revision with an id, or an aludel::Error with a place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aludel/error.hpp"
#include "revision/alembic_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const aludel::SourceText source("fuzz.py", std::string(data, data + size));
  try {
    const aludel::Revision revision = aludel::read_alembic_file(source);
    if (revision.id.empty() || revision.lines.revision == 0) std::abort();
  } catch (const aludel::Error& error) {
    if (!error.diagnostic().place) std::abort();
  }
  (void)aludel::looks_like_alembic_revision(source.text());
  return 0;
}
