#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/code.hpp"
#include "base/csv.hpp"

namespace {

aludel::CsvReader reader_of(const std::string& text) {
  return {"a.csv", [&text, at = std::size_t{0}](char* to, std::size_t size) mutable {
            const std::size_t count = std::min(size, text.size() - at);
            std::memcpy(to, text.data() + at, count);
            at += count;
            return count;
          }};
}

}  // namespace

// Any bytes are records, which are read back as they were when written again, or are refused with a
// place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::string written;
  std::string read;
  try {
    aludel::CsvReader reader = reader_of(text);
    aludel::CsvRecord record;
    while (reader.next(record)) {
      bool first = true;
      if (record.fields.size() == 1 && record.fields[0].is_null) std::abort();
      for (const aludel::CsvField& field : record.fields) {
        if (reader.place(field).line < record.line) std::abort();
        written += (first ? "" : ",") + aludel::csv_field(field.text, field.is_null);
        read += (field.is_null ? "N" : "=") + field.text + '\0';
        first = false;
      }
      written += '\n';
    }
  } catch (const aludel::Error& error) {
    const bool known = error.diagnostic().code == aludel::info(aludel::Code::bad_csv).id;
    if (!known || !error.diagnostic().place) std::abort();
    return 0;
  }
  aludel::CsvReader again = reader_of(written);
  aludel::CsvRecord record;
  std::string read_again;
  while (again.next(record)) {
    for (const aludel::CsvField& field : record.fields)
      read_again += (field.is_null ? "N" : "=") + field.text + '\0';
  }
  if (read != read_again) std::abort();
  return 0;
}
