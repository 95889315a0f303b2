#include "migrate/scripts/exists_already.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lint/readings.hpp"

namespace aludel {

namespace {

/// What CREATE knows of that is there already.
/// https://www.postgresql.org/docs/current/sql-commands.html
enum class Knows { if_not_exists, or_replace, neither };

struct CreateKind {
  std::initializer_list<std::string_view> words;  ///< behind CREATE
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
    CreateKind{{"ROLE"}, Knows::neither},
    CreateKind{{"USER"}, Knows::neither},
    CreateKind{{"TEXT", "SEARCH", "CONFIGURATION"}, Knows::neither},
    CreateKind{{"TEXT", "SEARCH", "DICTIONARY"}, Knows::neither},
};

// A trigger whose text has changed is not the one that IF NOT EXISTS would keep.
const std::array of_sqlite{CreateKind{{"TRIGGER"}, Knows::neither}};

std::string drop_before(const CreateKind& kind) {
  std::string words;
  for (const std::string_view word : kind.words) words += std::string(word) + " ";
  return "write `DROP " + words + "IF EXISTS …` before it";
}

template <std::size_t size>
std::string advice(const std::array<CreateKind, size>& kinds, TokenCursor cursor, int version) {
  for (const CreateKind& kind : kinds) {
    if (!cursor.accept(kind.words)) continue;
    const bool is_known = kind.knows == Knows::or_replace && version >= kind.since;
    return is_known ? "write `CREATE OR REPLACE`" : drop_before(kind);
  }
  return "write `IF NOT EXISTS`";
}

}  // namespace

std::string how_to_run_again(const ScriptStatement& statement, SqlDialect dialect,
                             int server_version) {
  const SourceText source({}, statement.sql);
  const std::vector<Token> tokens = lint::tokens_of(source, dialect);
  TokenCursor cursor(source, tokens, dialect);
  if (!cursor.accept("CREATE")) return {};
  cursor.accept({"OR", "REPLACE"});
  if (!cursor.accept("TEMPORARY")) cursor.accept("TEMP");
  return dialect == SqlDialect::sqlite ? advice(of_sqlite, cursor, server_version)
                                       : advice(of_postgresql, cursor, server_version);
}

}  // namespace aludel
