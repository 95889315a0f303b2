#pragma once

#include <filesystem>
#include <mutex>
#include <thread>

#include "db/support/database.hpp"
#include "fault/support/proxy.hpp"

namespace aludel::testing {

/// What the threads of a proxy share.
struct FaultProxy::State {
  std::string server_url;
  std::string server_folder;
  TemporaryFolder folder;
  int listener = -1;

  std::mutex mutex;
  FaultPlan plan;
  Conversation seen;
  std::vector<std::jthread> links;

  std::jthread accepting;  // the last member: it ends first

  /// Counts a unit. @return true when the fault strikes here
  bool count(const std::string& unit) {
    const std::scoped_lock lock(mutex);
    seen.units.push_back(unit);
    return plan.fault != Fault::none && plan.at == static_cast<int>(seen.units.size());
  }
  void struck() {
    const std::scoped_lock lock(mutex);
    seen.struck = true;
  }
};

/// Passes on what goes between one client and the server until either ends, or `stop` is asked for.
void run_link(std::stop_token stop, int client, int server, FaultProxy::State& state);

/// An open connection to `FOLDER/.s.PGSQL.5432`, or less than 0.
[[nodiscard]] int connect_to_socket(const std::string& folder);

}  // namespace aludel::testing
