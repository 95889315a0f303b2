#include "cli/run_cli.hpp"

int main(int count, char** words) {
  return aludel::run_stock_program(count, words);
}
