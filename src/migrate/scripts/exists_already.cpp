#include "migrate/scripts/exists_already.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "lint/readings.hpp"

namespace aludel {

namespace {

/// What CREATE can be told of what is there already. Kinds that are in no list (databases,
/// tablespaces, roles) belong to the whole server: to drop one for a script is never the way.
/// https://www.postgresql.org/docs/current/sql-commands.html
enum class Knows { if_not_exists, or_replace, neither };

struct CreateKind {
  std::vector<std::string_view> words;  ///< behind CREATE
  Knows knows;
  int since = 0;  ///< server version; before, it knows neither
};

const std::array of_postgresql{
    CreateKind{{"AGGREGATE"}, Knows::or_replace, 120000},
    CreateKind{{"CONSTRAINT", "TRIGGER"}, Knows::neither},
    CreateKind{{"TRIGGER"}, Knows::or_replace, 140000},
    CreateKind{{"RULE"}, Knows::or_replace},
    CreateKind{{"VIEW"}, Knows::or_replace},
    CreateKind{{"FUNCTION"}, Knows::or_replace},
    CreateKind{{"PROCEDURE"}, Knows::or_replace},
    CreateKind{{"LANGUAGE"}, Knows::or_replace},
    CreateKind{{"TRANSFORM"}, Knows::or_replace},
    CreateKind{{"INDEX", "CONCURRENTLY"}, Knows::if_not_exists},
    CreateKind{{"INDEX"}, Knows::if_not_exists},
    CreateKind{{"TABLE"}, Knows::if_not_exists},
    CreateKind{{"FOREIGN", "TABLE"}, Knows::if_not_exists},
    CreateKind{{"MATERIALIZED", "VIEW"}, Knows::if_not_exists},
    CreateKind{{"SEQUENCE"}, Knows::if_not_exists},
    CreateKind{{"SCHEMA"}, Knows::if_not_exists},
    CreateKind{{"EXTENSION"}, Knows::if_not_exists},
    CreateKind{{"COLLATION"}, Knows::if_not_exists},
    CreateKind{{"STATISTICS"}, Knows::if_not_exists},
    CreateKind{{"SERVER"}, Knows::if_not_exists},
    CreateKind{{"USER", "MAPPING"}, Knows::if_not_exists},
    CreateKind{{"TYPE"}, Knows::neither},
    CreateKind{{"DOMAIN"}, Knows::neither},
    CreateKind{{"POLICY"}, Knows::neither},
    CreateKind{{"OPERATOR", "CLASS"}, Knows::neither},
    CreateKind{{"OPERATOR", "FAMILY"}, Knows::neither},
    CreateKind{{"OPERATOR"}, Knows::neither},
    CreateKind{{"CAST"}, Knows::neither},
    CreateKind{{"CONVERSION"}, Knows::neither},
    CreateKind{{"EVENT", "TRIGGER"}, Knows::neither},
    CreateKind{{"PUBLICATION"}, Knows::neither},
    CreateKind{{"SUBSCRIPTION"}, Knows::neither},
    CreateKind{{"ACCESS", "METHOD"}, Knows::neither},
    CreateKind{{"FOREIGN", "DATA", "WRAPPER"}, Knows::neither},
    CreateKind{{"TEXT", "SEARCH", "CONFIGURATION"}, Knows::neither},
    CreateKind{{"TEXT", "SEARCH", "DICTIONARY"}, Knows::neither},
};

// A trigger whose text has changed is not the one that IF NOT EXISTS would keep.
const std::array of_sqlite{
    CreateKind{{"TRIGGER"}, Knows::neither}, CreateKind{{"INDEX"}, Knows::if_not_exists},
    CreateKind{{"TABLE"}, Knows::if_not_exists}, CreateKind{{"VIEW"}, Knows::if_not_exists}};

std::string drop_before(const CreateKind& kind) {
  std::string words;
  for (const std::string_view word : kind.words) words += std::string(word) + " ";
  return "write `DROP " + words + "IF EXISTS …` before it";
}

/// None: no CREATE, or of a kind that is not known.
const CreateKind* kind_of(const ScriptStatement& statement, SqlDialect dialect) {
  const SourceText source({}, statement.sql);
  const std::vector<Token> tokens = lint::tokens_of(source, dialect);
  TokenCursor cursor(source, tokens, dialect);
  if (!cursor.accept("CREATE")) return nullptr;
  cursor.accept({"OR", "REPLACE"});
  for (const std::string_view word : {"GLOBAL", "LOCAL", "TEMPORARY", "TEMP", "UNLOGGED", "UNIQUE",
                                      "RECURSIVE", "TRUSTED", "PROCEDURAL"})
    cursor.accept(word);
  const std::span<const CreateKind> kinds = dialect == SqlDialect::sqlite
                                                ? std::span<const CreateKind>(of_sqlite)
                                                : std::span<const CreateKind>(of_postgresql);
  const auto found = std::ranges::find_if(
      kinds, [&](const CreateKind& kind) { return cursor.accept(std::span(kind.words)); });
  return found == kinds.end() ? nullptr : &*found;
}

bool may_replace(const CreateKind& kind, int server_version) {
  return kind.knows == Knows::or_replace && server_version >= kind.since;
}

}  // namespace

bool creates_role(const ScriptStatement& statement, SqlDialect dialect) {
  const SourceText source({}, statement.sql);
  const std::vector<Token> tokens = lint::tokens_of(source, dialect);
  TokenCursor cursor(source, tokens, dialect);
  return dialect != SqlDialect::sqlite && cursor.accept("CREATE") && !cursor.sees("MAPPING", 1) &&
         cursor.sees_any({"ROLE", "USER", "GROUP"});
}

std::string words_that_accept(const ScriptStatement& statement, SqlDialect dialect,
                              int server_version) {
  const CreateKind* kind = kind_of(statement, dialect);
  if (kind == nullptr) return {};
  if (may_replace(*kind, server_version)) return "CREATE OR REPLACE";
  return kind->knows == Knows::if_not_exists || dialect == SqlDialect::sqlite ? "IF NOT EXISTS"
                                                                              : "";
}

std::string how_to_run_again(const ScriptStatement& statement, SqlDialect dialect,
                             int server_version) {
  if (creates_role(statement, dialect))
    return "make the role in a DO block, where pg_roles does not have it";
  const CreateKind* kind = kind_of(statement, dialect);
  if (kind == nullptr) return {};
  if (may_replace(*kind, server_version)) return "write `CREATE OR REPLACE`";
  // An index that is there is not the one that the text has now, and is soon made anew.
  if (kind->knows != Knows::if_not_exists || kind->words.front() == "INDEX")
    return drop_before(*kind);
  return "write `IF NOT EXISTS`";
}

}  // namespace aludel
