#include "app/scratch/beyond_database.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "dialect/statement_pattern.hpp"

namespace aludel {

bool reaches_beyond_database(const SourceText& source, const Statement& statement) {
  constexpr std::array<std::string_view, 9> patterns{
      "CREATE|ALTER|DROP ROLE|USER|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION *",
      "ALTER SYSTEM *",
      "REASSIGN *",
      "DROP OWNED *",
      "COMMENT ON ROLE|DATABASE|TABLESPACE *",
      "GRANT|REVOKE * ON DATABASE|TABLESPACE *",
      "SECURITY LABEL *",
      "ATTACH *",
      "VACUUM INTO *",
  };
  const auto matches = [&](std::string_view pattern) {
    return match_statement(pattern, source, statement).matched;
  };
  // A role is given to another one without ON.
  return std::ranges::any_of(patterns, matches) ||
         (matches("GRANT|REVOKE *") && !matches("GRANT|REVOKE * ON *"));
}

}  // namespace aludel
