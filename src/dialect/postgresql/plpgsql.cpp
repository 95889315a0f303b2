#include "dialect/postgresql/plpgsql.hpp"

#include <fmt/format.h>

#include "dialect/postgresql/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

std::string block(const std::string& declarations, const std::string& body) {
  const std::string text =
      (declarations.empty() ? "" : "DECLARE\n" + declarations) + "BEGIN\n" + body + "END\n";
  return "DO " + dollar_quoted("\n" + text) + ";\n";
}

std::string perform(const std::string& query) {
  return "PERFORM" + query.substr(std::string_view("SELECT").size());
}

std::string raise(const std::string& message, const std::string& detail, const std::string& hint) {
  std::string text = "RAISE EXCEPTION USING MESSAGE = " + message;
  if (!detail.empty()) text += ",\n      DETAIL = " + detail;
  if (!hint.empty()) text += ",\n      HINT = " + hint;
  return text + ";\n";
}

std::string rows_of(const Bookkeeping& bookkeeping) {
  return "array_to_string(ARRAY(SELECT version_num::text COLLATE \"C\" FROM " +
         bookkeeping.version + " ORDER BY 1), ',')";
}

std::string shown(const std::string& rows) {
  return "coalesce(nullif(replace(" + rows + ", ',', ', '), ''), 'base')";
}

std::string guard_checks(const Bookkeeping& tables) {
  return fmt::format(
      "  present := {};\n"
      "  IF present <> current_setting('aludel.expects') THEN\n"
      "    {}"
      "  END IF;\n"
      "  IF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = "
      "pg_backend_pid()\n"
      "      AND granted AND objsubid = 1 AND ((classid::bigint << 32) | "
      "objid::bigint) = {}) THEN\n"
      "    {}"
      "  END IF;\n",
      rows_of(tables),
      raise("format('the database is at %s, and this script left it at %s', " + shown("present") +
                ", " + shown("current_setting('aludel.expects')") + ")",
            "", "'another tool was here; nothing of this transaction was kept'"),
      lock_key(tables),
      raise("'this session does not hold the migration lock any more'",
            "'a pooler that gives a session to several clients may stand before the server'",
            "'give psql the server''s own address; nothing of this transaction was kept'"));
}

}  // namespace aludel::postgresql
