#include "app/maintain/parts.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace aludel::sqlite {

namespace {

long long pragma(Connection& connection, const std::string& name) {
  return integer(connection.query("PRAGMA " + name).rows.at(0).at(0)).value_or(0);
}

struct Pages {
  long long all = 0;
  long long free = 0;
  long long size = 0;
  [[nodiscard]] long long bytes() const { return all * size; }
};

Pages pages_of(Connection& connection) {
  return {.all = pragma(connection, "page_count"),
          .free = pragma(connection, "freelist_count"),
          .size = pragma(connection, "page_size")};
}

}  // namespace

std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell) {
  Connection& connection = session.connection();
  const std::vector<std::string> named = resolve_tables(session, request.tables);
  const std::string file = shown_path(session.options().url.sqlite_path);
  std::vector<VacuumedTable> work;
  std::vector<std::string> statements;
  if (named.empty()) {
    work.push_back({.table = "all tables", .reason = "SQLite counts no changes"});
    statements.emplace_back("ANALYZE");
  }
  for (const std::string& table : named) {
    work.push_back({.table = table, .reason = "asked for"});
    statements.push_back("ANALYZE " + table);
  }
  const Pages pages = pages_of(connection);
  const double share =
      pages.all == 0 ? 0 : static_cast<double>(pages.free) / static_cast<double>(pages.all);
  if (pages.free > 0 && share >= request.dead_share) {
    work.push_back(
        {.table = file,
         .reason = with_commas(pages.free) + " of " + with_commas(pages.all) + " pages are free"});
    statements.emplace_back("VACUUM");
  }
  if (request.only_look) return work;
  for (std::size_t i = 0; i < work.size(); ++i) {
    work[i].bytes_before = pages_of(connection).bytes();
    run_timed(session, work[i], static_cast<int>(i) + 1, static_cast<int>(work.size()), [&] {
      connection.query(statements[i]);
      // Else the new file stays in the write-ahead log, as large as the old one beside it.
      if (statements[i] == "VACUUM") connection.query("PRAGMA wal_checkpoint(TRUNCATE)");
    });
    if (!work[i].problem) work[i].bytes_after = pages_of(connection).bytes();
    tell(work[i]);
  }
  return work;
}

}  // namespace aludel::sqlite
