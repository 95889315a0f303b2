#include "base/text.hpp"
#include "dialect/postgresql/inspect.hpp"
#include "dialect/postgresql/nested_conditions.hpp"

namespace aludel::postgresql {

namespace {

/// What stands behind the arguments in the server's CREATE FUNCTION.
std::string behind_arguments(const std::string& definition, const std::string& arguments) {
  const std::string list = "(" + arguments + ")\n";
  const std::size_t begin = definition.find(list);
  if (begin == std::string::npos) return {};
  return std::string(trim(std::string_view(definition).substr(begin + list.size())));
}

}  // namespace

// Functions that a type made for itself (a range's constructors) come and go with it.
void read_functions(Reading& reading) {
  for (const auto& row : reading.rows(R"sql(
SELECT p.oid, p.pronamespace, p.proname, p.prokind, pg_catalog.pg_get_function_arguments(p.oid),
  pg_catalog.oidvectortypes(p.proargtypes),
  pg_catalog.pg_get_functiondef(p.oid)
FROM pg_catalog.pg_proc p
WHERE p.prokind <> 'a' AND p.pronamespace = ANY($schemas) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
  WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i')))sql")) {
    Function function{.name = reading.name(row[1], row[2]),
                      .arguments = text(row[4]),
                      .signature = text(row[5]),
                      .procedure = row[3] == "p",
                      .comment = reading.comment(of_function, oid(row[0]))};
    function.definition = behind_arguments(text(row[6]), function.arguments);
    const bool is_text = function.definition.contains("\nAS ");  // as it was written
    if (!is_text) function.definition = as_read_again(function.definition).text;
    reading.catalog.functions.push_back(std::move(function));
  }
}

}  // namespace aludel::postgresql
