#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/databases/databases.hpp"
#include "db/connection.hpp"

namespace aludel {

/// How much there is to lose.
struct DatabaseContents {
  long long tables = 0;
  long long rows = 0;
  bool exact = true;  ///< false: at least one table was not counted but estimated, or left out
  long long bytes = 0;
  std::string unseen =
      {};  ///< why nobody could look inside: all of the above but `bytes` is unknown
  bool half_gone = false;  ///< what an interrupted drop has left, which nobody can look into
};
/// "4 tables with about 1,200 rows, 9 MB"; "no table"; "12 MB that cannot be looked into: " and
/// why.
[[nodiscard]] std::string shown_contents(const DatabaseContents& contents);
/// Counts the rows of `tables` (names as SQL writes them), for two seconds at most.
void count_rows(Connection& connection, const std::vector<std::string>& tables,
                DatabaseContents& contents);

/// Agreed, or nobody had to: what is unseen counts as a loss wherever it is.
/// @throws Error(consent_needed)
void require_consent(const Consent& consent, const std::string& database,
                     const DatabaseContents& contents);
/// @throws Error(database_unusable) unless `users` is empty
void require_nobody(const std::vector<std::string>& users, const std::string& database,
                    const std::string& next);

namespace postgresql {
bool create_database(const NewDatabase& request);
bool drop_database(const DatabaseRemoval& request);
[[nodiscard]] std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url,
                                                             const ServerAccess& access);
/// @param bytes  its size as the server knows it; 0: unknown
[[nodiscard]] DatabaseContents contents_of(const DatabaseUrl& url, long long bytes,
                                           const std::stop_token& stop);
}  // namespace postgresql

namespace sqlite {
bool create_database(const NewDatabase& request);
bool drop_database(const DatabaseRemoval& request);
[[nodiscard]] std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url,
                                                             const ServerAccess& access);
}  // namespace sqlite

}  // namespace aludel
