#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>

#include "db/support/fixture.hpp"

namespace aludel::testing {

/// A database with a revision applied and three rows, and its backups.
class WithBackups : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("a1",
                 "CREATE TABLE prices (id INTEGER PRIMARY KEY, amount INTEGER);\n"
                 "INSERT INTO prices VALUES (1, 10), (2, 20), (3, 30);",
                 "DROP TABLE prices;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }

  /// The names of the whole backups, oldest first.
  [[nodiscard]] Lines backups() const {
    Lines names;
    std::error_code missing;
    for (const auto& entry :
         std::filesystem::directory_iterator(project->folder() / "backups", missing)) {
      const std::string name = entry.path().filename();
      if (entry.is_directory() && !name.ends_with(".unfinished")) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
  }
  /// A file of more than 20 bytes of a backup.
  [[nodiscard]] std::filesystem::path a_file_of(const std::string& backup) const {
    const std::filesystem::path folder = project->folder() / "backups" / backup;
    return folder / (on_postgresql() ? "dump/toc.dat" : "database.sqlite");
  }
  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream file(project->folder() / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Databases beside the test's own that a restore has made, or such files.
  Lines beside() {
    if (!on_postgresql()) {
      Lines names;
      for (const auto& entry :
           std::filesystem::directory_iterator(database->file().parent_path())) {
        const std::string name = entry.path().filename();
        if (name.find("restore") != std::string::npos) names.push_back(name);
      }
      return names;
    }
    return rows("SELECT datname FROM pg_database WHERE datname LIKE '" + database->name() +
                "\\_%restore\\_%' ORDER BY datname");
  }
};

/// With a backup of the three rows, two of which are gone since.
class WithRowsLostSinceTheBackup : public WithBackups {
 protected:
  void SetUp() override {
    WithBackups::SetUp();
    if (!project) return;
    ASSERT_EXIT_CODE(0, run({"db", "backup"}));
    database->run("DELETE FROM prices WHERE id > 1;");
  }
};

}  // namespace aludel::testing

// A dump needs tools as new as the server, and Debian 12 brings those of its own server.
#define ALUDEL_ON_BACKED_UP_DATABASES(suite)                                                 \
  INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values(Server::sqlite, Server::postgresql), \
                           server_name)
#define ALUDEL_ON_FIRST_POSTGRESQL(suite) \
  INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values(Server::postgresql), server_name)
