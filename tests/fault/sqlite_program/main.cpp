// The program `aludel`, with the revisions in C++ of a corpus for the projects that have their
// files, above a disk that fails as ALUDEL_DISK_FAULT says.
#include <cstdlib>
#include <map>
#include <string>

#include <aludel/cli.hpp>

#include "fault/sqlite_program/fault_vfs.hpp"
#include "fault_code_corpus.hpp"

namespace {

using aludel::testing::DiskFault;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

aludel::testing::DiskPlan plan() {
  const std::map<std::string, DiskFault> faults{{"full", DiskFault::full},
                                                {"io_error", DiskFault::io_error},
                                                {"dead", DiskFault::dead},
                                                {"kill", DiskFault::kill},
                                                {"power", DiskFault::power}};
  const auto fault = faults.find(variable("ALUDEL_DISK_FAULT"));
  return {.fault = fault == faults.end() ? DiskFault::none : fault->second,
          .at = std::atol(variable("ALUDEL_DISK_AT").c_str()),
          .seed = static_cast<std::uint32_t>(std::atol(variable("ALUDEL_DISK_SEED").c_str())),
          .log = variable("ALUDEL_DISK_LOG")};
}

}  // namespace

int main(int count, char** words) {
  aludel::testing::install_fault_vfs(plan());
  return aludel::run_cli(count, words, fault_code_corpus::compiled_revisions());
}
