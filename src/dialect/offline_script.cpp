#include "dialect/offline_script.hpp"

#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

std::string newest_step_query(const Bookkeeping& bookkeeping, SqlDialect dialect) {
  return "SELECT * FROM " + bookkeeping.journal +
         " WHERE version_table = " + quote_literal(bookkeeping.key, dialect) +
         " AND kind = 'revision' AND event IN ('intent', 'begin', 'progress', 'done', 'repaired', "
         "'stamped') ORDER BY id DESC LIMIT 1";
}

std::string half_way_query(const Bookkeeping& bookkeeping, SqlDialect dialect) {
  return "SELECT name, direction FROM (" + newest_step_query(bookkeeping, dialect) +
         ") AS newest\n"
         "    WHERE NOT (event = 'stamped' OR event = 'done' AND segment >= segments\n"
         "      OR event = 'repaired' AND (detail = 'applied' AND segment >= segments\n"
         "        OR detail = 'rolled back' AND segment = 1))";
}

std::string OfflineState::shown() const {
  return rows.empty() ? "base" : join(rows, ", ");
}

}  // namespace aludel
