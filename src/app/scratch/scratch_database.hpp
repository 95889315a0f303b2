#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/databases/databases.hpp"
#include "db/connection.hpp"
#include "db/url.hpp"

namespace aludel {

/// Where scratch databases may be made.
struct ScratchPlace {
  DatabaseUrl url;           ///< of SQLite only the kind counts
  std::string refusal = {};  ///< a clause: why none may be made there; empty: they may
  /// The server is there for this alone: what reaches beyond a database may run on it.
  bool is_apart = false;
  ServerAccess access = {};
  /// Roles that are made in the scratch database, which belong to the server: those that are not
  /// there before it go when it goes.
  std::vector<std::string> roles = {};
};

/// An empty database for a moment: in memory on SQLite, else one of its own on the server of
/// `place`, with the encoding, locale and settings of the database that its URL names, where that
/// exists. It goes with this object; where the program is killed, with the next scratch database
/// that is made on the server.
class ScratchDatabase {
 public:
  /// @throws Error(no_scratch_database) with what else could be done; or as connecting does
  explicit ScratchDatabase(const ScratchPlace& place);
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase();

  /// On SQLite each connection that is opened by it is an empty database.
  [[nodiscard]] const DatabaseUrl& url() const { return url_; }

 private:
  DatabaseUrl server_;  // the database that it was made from
  DatabaseUrl url_;
  std::unique_ptr<Connection> keeper_;  // whoever looks for leftovers sees that it is used
  std::vector<std::string> roles_;      // that go with it
};

}  // namespace aludel
