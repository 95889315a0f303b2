#include <cstring>

#include "cli/run_cli.hpp"
#include "db/redact.hpp"

namespace {

/// A password of `--url` does not stay in the list of processes.
void hide_passwords(char** words, int count) {
  for (char** word = words; word != words + count; ++word) {
    const std::size_t size = std::strlen(*word);
    std::string shown = aludel::redacted({*word, size});
    if (shown == *word) continue;
    shown.resize(size, '*');
    std::memcpy(*word, shown.data(), size);
  }
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  hide_passwords(words + 1, count - 1);
  return aludel::run_command_line(arguments);
}
