#include "dialect/postgresql/inspect.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialect/postgresql/array_casts.hpp"

namespace aludel::postgresql {

namespace {

/// One state of the database for all queries, and only the session's first schema on the search
/// path, so that the server's texts do not depend on the rest of it. What was set is set again; in
/// a transaction of the caller's, which the server rolls back where a query fails, this is part of
/// it.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection)
      : connection_(connection), own_(!connection.in_transaction()) {
    if (own_) connection_.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      const Result before = connection_.query(
          "SELECT current_setting('search_path'), current_setting('jit'), set_config("
          "'search_path', coalesce(quote_ident(current_schema()), '\"\"'), true), "
          "set_config('jit', 'off', true)");
      search_path_ = before.rows.at(0).at(0).value_or("");
      jit_ = before.rows.at(0).at(1).value_or("");
    } catch (...) {
      abandon();
      throw;
    }
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() {
    if (!done_) abandon();
  }

  void end() {
    done_ = true;
    if (own_) {
      connection_.query("ROLLBACK");  // nothing was written, and this cannot be refused
    } else {
      connection_.query(
          Request{.sql = "SELECT set_config('search_path', $1, true), set_config('jit', $2, true)",
                  .parameters = {search_path_, jit_}});
    }
  }

 private:
  void abandon() noexcept {
    if (!own_ || !connection_.usable()) return;
    try {
      connection_.query("ROLLBACK");
    } catch (const Error&) {
      // The first error is the one to tell.
    }
  }

  Connection& connection_;
  bool own_;
  bool done_ = false;
  std::string search_path_;
  std::string jit_;
};

}  // namespace

std::vector<std::vector<Value>> Reading::rows(std::string sql) const {
  return connection.query(replace_all(std::move(sql), "$schemas", schema_list)).rows;
}

const std::string& Reading::comment(Oid catalog_number, Oid object, int part) const {
  static const std::string none;
  const auto found = comments.find({catalog_number, object, part});
  return found == comments.end() ? none : found->second;
}

ObjectName Reading::name(const Value& schema, const Value& object) const {
  const auto found = schemas.find(oid(schema));
  return {found == schemas.end() ? std::string() : found->second, text(object)};
}

Table* Reading::table(Oid number) {
  const Relation* found = relation(number);
  return found != nullptr && (found->kind == 'r' || found->kind == 'p')
             ? &catalog.tables[found->place]
             : nullptr;
}

const Relation* Reading::relation(Oid number) const {
  const auto found = relations.find(number);
  return found == relations.end() ? nullptr : &found->second;
}

std::string Reading::collation(Oid number, Oid usual) const {
  const auto found = collations.find(number);
  return number == usual || found == collations.end() ? std::string() : found->second;
}

Inspected inspect(Connection& connection, const std::vector<ObjectName>& left_out) {
  Reading reading{.connection = connection,
                  .left_out = {left_out.begin(), left_out.end()},
                  .version = connection.server_version()};
  Snapshot snapshot(connection);
  read_schemas(reading);
  read_types(reading);
  read_relations(reading);
  read_columns(reading);
  read_indexes(reading);
  read_constraints(reading);
  give_indexes(reading);
  read_sequences(reading);
  read_views(reading);
  read_functions(reading);
  read_triggers(reading);
  read_policies(reading);
  read_grants(reading);
  read_others(reading);
  read_settings(reading);
  read_not_covered(reading);
  snapshot.end();
  cast_elements(reading.catalog);
  std::ranges::sort(reading.not_covered);
  return {.catalog = sorted(std::move(reading.catalog)),
          .not_covered = std::move(reading.not_covered)};
}

}  // namespace aludel::postgresql
