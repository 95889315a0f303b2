#include "migrate/rows_check.hpp"

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/shown_row.hpp"

namespace aludel {

std::vector<std::string> first_rows(const Foreseen& foreseen, const ObjectName& table,
                                    const std::string& shown, const std::string& from) {
  std::vector<std::string> rows;
  if (shown.empty()) return rows;
  const auto found = foreseen.look(table, "SELECT " + shown + " " + from + " LIMIT 3");
  if (!found) return rows;
  for (std::size_t i = 0; i < found->rows.size(); ++i) rows.push_back(shown_row(*found, i));
  return rows;
}

void check_rows(const std::vector<RowsInTheWay>& in_the_way, const Foreseen& foreseen) {
  for (const RowsInTheWay& each : in_the_way) {
    const auto count = foreseen.count(each.table, each.from);
    if (!count || *count == 0) continue;
    std::vector<std::string> ways{
        "mend them before: `op.execute(\"UPDATE …\")`, or `op.backfill` where they are many",
        "delete them before, where they mean nothing"};
    if (!each.way.empty()) ways.push_back(each.way);
    refuse_rows(counted(*count, "row") + " of " + each.table.text() +
                    (*count == 1 ? " is" : " are") + " in the way of " + each.of + ": " + each.why,
                first_rows(foreseen, each.table, each.shown, each.from), ways);
  }
}

void refuse_rows(std::string message, const std::vector<std::string>& rows,
                 const std::vector<std::string>& ways) {
  Diagnostic problem = diagnostic(Code::bad_operation, std::move(message));
  for (const std::string& row : rows) problem.notes.push_back("row: " + row);
  for (const std::string& way : ways)
    problem.notes.push_back((&way == &ways.front() ? "either " : "or ") + way);
  problem.next = "choose one of these ways, then the same command again";
  throw Error(std::move(problem));
}

}  // namespace aludel
