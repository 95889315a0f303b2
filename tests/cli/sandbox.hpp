#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/transcript.hpp"
#include "db/connection.hpp"

namespace aludel {

/// A new folder that commands run in, with the program as `aludel` on the path, a home of its own
/// and no variables of this shell. Removed at the end, together with its database.
class Sandbox {
 public:
  Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;
  ~Sandbox();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  void set(const std::string& name, std::string value) { environment_[name] = std::move(value); }

  /// Writes a file, and the folders above it.
  void write(const std::string& path, std::string_view text) const;

  /// An aludel.toml for the file app.db.
  void use_sqlite() const;
  /// The same for a new database of the first server of ALUDEL_TEST_POSTGRESQL; its URL is
  /// DATABASE_URL. @return false where there is no server
  [[nodiscard]] bool use_postgresql();
  /// The same behind a pooler in transaction mode: its URL is POOLED_URL, the server's own
  /// DATABASE_URL.
  [[nodiscard]] bool use_pooled();

  /// Runs a line of sh. What names this sandbox in the output is replaced: its folder by
  /// `/sandbox`, its database by `app`, the server's folder by `/server`.
  [[nodiscard]] CommandOutput run(const std::string& command) const;

 private:
  [[nodiscard]] std::string without_names(std::string text) const;

  std::filesystem::path folder_;
  std::map<std::string, std::string> environment_;
  std::unique_ptr<Connection> server_;
  std::string database_;
  std::string server_folder_;
  std::string pooler_folder_;
};

/// The first URL of ALUDEL_TEST_POSTGRESQL. @throws std::runtime_error where there is none and
/// CI=true or REQUIRE_SERVERS asks for it
[[nodiscard]] std::optional<std::string> test_server();

}  // namespace aludel
