#include "sql/lex_rules.hpp"

#include <array>

namespace aludel {

namespace {

using namespace std::string_view_literals;

constexpr std::array sqlite_operators{"->>"sv, "->"sv, "||"sv, "<<"sv, ">>"sv,
                                      "<="sv,  ">="sv, "<>"sv, "=="sv, "!="sv};
constexpr std::array postgresql_operators{"::"sv, ":="sv, ".."sv};
constexpr std::array mariadb_operators{"<=>"sv, "->>"sv, "->"sv, ":="sv, "||"sv, "&&"sv, "<<"sv,
                                       ">>"sv,  "<="sv,  ">="sv, "<>"sv, "!="sv, ".."sv};

constexpr LexRules sqlite{
    .backticks = true,
    .brackets = true,
    .string_prefixes = "x",
    .parameter_signs = ":@$",
    .question_marks = true,
    .operators = sqlite_operators,
};

constexpr LexRules postgresql{
    .dollar_quotes = true,
    .nested_comments = true,
    .psql_commands = true,
    .unicode_prefix = true,
    .string_prefixes = "ebxn",
    .operator_characters = "+-*/<>=~!@#%^&|`?",
    .operators = postgresql_operators,
};

constexpr LexRules mariadb{
    .backslash_escapes = true,
    .double_quotes_are_strings = true,
    .backticks = true,
    .hash_comments = true,
    .dashes_need_a_blank = true,
    .executable_comments = true,
    .string_prefixes = "bxn",
    .parameter_signs = "@",
    .question_marks = true,
    .operators = mariadb_operators,
};

}  // namespace

const LexRules& lex_rules(SqlDialect dialect) {
  switch (dialect) {
    case SqlDialect::sqlite: return sqlite;
    case SqlDialect::postgresql: return postgresql;
    case SqlDialect::mariadb: break;
  }
  return mariadb;
}

}  // namespace aludel
