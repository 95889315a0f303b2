#include "sql/psql_command.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "sql/cannot_split.hpp"

namespace aludel {

namespace {

struct Advice {
  std::string_view command;
  std::string_view hint;
};

constexpr std::string_view include_advice = "put the SQL of that file here";
constexpr std::string_view variable_advice =
    "declare it with `-- aludel:variables` and write {{name}} where it is used";
constexpr std::string_view condition_advice =
    "write the condition in SQL, for example in DO $$ … $$";
constexpr std::string_view connect_advice =
    "a revision runs in the database it belongs to; the header's `database:` chooses another";

constexpr std::array advices{
    Advice{"\\i", include_advice},
    Advice{"\\ir", include_advice},
    Advice{"\\include", include_advice},
    Advice{"\\include_relative", include_advice},
    Advice{"\\set", variable_advice},
    Advice{"\\unset", variable_advice},
    Advice{"\\gset", variable_advice},
    Advice{"\\getenv", variable_advice},
    Advice{"\\prompt", variable_advice},
    Advice{"\\if", condition_advice},
    Advice{"\\elif", condition_advice},
    Advice{"\\else", condition_advice},
    Advice{"\\endif", condition_advice},
    Advice{"\\c", connect_advice},
    Advice{"\\connect", connect_advice},
    Advice{"\\copy", "use COPY … FROM STDIN; with the rows below it and a line \\. after them"},
    Advice{"\\g", "end the statement with a semicolon instead"},
    Advice{"\\gexec", "build the statements in DO $$ … $$ and run them there with EXECUTE"},
    Advice{"\\.", "it ends the rows of COPY … FROM STDIN; and there are none before it"},
};

constexpr std::string_view general_advice =
    "leave it out: of psql's commands only \\restrict and \\unrestrict are accepted";

std::string_view name_of(std::string_view command) {
  return {command.begin(), std::ranges::find_if(command, is_space)};
}

}  // namespace

void accept_psql_command(const SourceText& source, Span command, bool inside_statement) {
  const std::string_view name = name_of(source.slice(command));
  const Span place{command.begin, command.begin + name.size()};
  if (name == "\\restrict" || name == "\\unrestrict") {
    if (!inside_statement) return;
    throw_at(Code::refused_command, source, place, std::string(name) + " stands inside a statement",
             "a psql command", "end the statement before it with a semicolon");
  }
  const auto* const found = std::ranges::find(advices, name, &Advice::command);
  throw_at(Code::refused_command, source, place,
           std::string(name) + " is a command of psql, not SQL", "a psql command",
           std::string(found == advices.end() ? general_advice : found->hint));
}

}  // namespace aludel
