#include <cstdio>

#include "aludel/error.hpp"
#include "aludel/version.hpp"

int main() {
  try {
    throw aludel::Error(aludel::Diagnostic{.code = "E0101", .message = "a reason"});
  } catch (const aludel::Error& error) {
    if (error.exit_code() != 2) return 1;
  }
  std::puts(aludel::version);
}
