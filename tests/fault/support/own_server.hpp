#pragma once

#include <filesystem>
#include <string>

#include "db/support/database.hpp"

namespace aludel::testing {

/// A PostgreSQL server of a test's own, for what would disturb others on a shared one: restarts,
/// passwords, a log that is searched. Made with the programs of a server of the tests.
class OwnServer {
 public:
  /// @param hba  lines of pg_hba.conf @param settings  lines of postgresql.conf
  OwnServer(Server made_as, const std::string& hba = "local all all trust\n",
            const std::string& settings = {});
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;
  ~OwnServer();

  /// The maintenance database, as `postgres`.
  [[nodiscard]] std::string url() const {
    return "postgresql:///postgres?host=" + folder_.path().string() + "&user=postgres";
  }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::string log() const;
  /// As after a crash of the server: sessions are gone without a word, then it recovers.
  void restart_at_once() const;
  void stop() const;
  void start() const;

 private:
  void control(const std::string& words) const;

  TemporaryFolder folder_;
  std::filesystem::path binaries_;
};

}  // namespace aludel::testing
