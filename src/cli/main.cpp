#include "cli/run_cli.hpp"

int main(int count, char** words) {
  return aludel::run_command_line({words + 1, words + count});
}
