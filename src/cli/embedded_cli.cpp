#include <cstring>
#include <string>
#include <vector>

#include "aludel/cli.hpp"
#include "cli/run_cli.hpp"
#include "db/redact.hpp"

namespace aludel {

namespace {

/// A password of `--url` does not stay in the list of processes.
void hide_passwords(char** words, int count) {
  for (char** word = words; word != words + count; ++word) {
    const std::size_t size = std::strlen(*word);
    std::string shown = redacted({*word, size});
    if (shown == *word) continue;
    shown.resize(size, '*');
    std::memcpy(*word, shown.data(), size);
  }
}

std::vector<std::string> arguments_of(int count, char** words) {
  std::vector<std::string> arguments(words + 1, words + count);
  hide_passwords(words + 1, count - 1);
  return arguments;
}

}  // namespace

int run_cli(int count, char** words, std::span<const CompiledRevision> revisions) {
  return run_command_line(arguments_of(count, words), revisions);
}

int run_cli(int count, char** words, std::span<const CompiledRevision> revisions,
            Catalog (*models)()) {
  return run_command_line(arguments_of(count, words), revisions, models);
}

int run_stock_program(int count, char** words) {
  return run_command_line(arguments_of(count, words));
}

}  // namespace aludel
