#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/apply.hpp"
#include "catalog/describe.hpp"
#include "db/support/catalog_lines.hpp"
#include "db/support/fixture.hpp"
#include "dialect/postgresql/objects.hpp"

namespace aludel::testing {

/// Operations on a PostgreSQL server of its own database, and the catalog that they should lead to.
class PostgresqlObjects : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    connection_ = database->connect();
    version = connection_->server_version();
  }
  void TearDown() override { connection_.reset(); }

  static const ObjectFunctions& objects() { return postgresql::object_functions(); }

  [[nodiscard]] Operation bound(Operation operation) const {
    return objects().bound(std::move(operation), catalog, version);
  }
  [[nodiscard]] Rendering rendered(const Operation& operation) const {
    return objects().render(bound(operation), catalog, version);
  }
  /// The statements of an operation, one under the other.
  [[nodiscard]] std::string sql_of(const Operation& operation) const {
    std::string sql;
    for (const RenderedStatement& statement : rendered(operation).statements)
      sql += statement.sql + ";\n";
    return sql;
  }
  /// What keeps an operation from being bound or rendered: "message | hint".
  [[nodiscard]] std::string refusal(const Operation& operation) const {
    try {
      return "rendered: " + sql_of(operation);
    } catch (const Error& error) {
      return error.diagnostic().message + " | " + error.diagnostic().hint;
    }
  }

  /// Runs an operation, and applies it to `catalog`.
  void perform(const Operation& operation) {
    const Operation as_bound = bound(operation);
    EXPECT_EQ(objects().bound(as_bound, catalog, version), as_bound) << "bound twice";
    const Rendering rendering = objects().render(as_bound, catalog, version);
    for (const RenderedStatement& statement : rendering.statements) {
      Request request{.sql = statement.sql};
      if (!statement.copy_rows.empty()) request.copy_data = statement.copy_rows;
      try {
        connection_->query(request);
      } catch (const Error& error) {
        ADD_FAILURE() << error.what() << "\n" << statement.sql;
        throw;
      }
    }
    apply(catalog, as_bound, objects().rules);
  }
  /// The same, and looks at what the database holds then.
  void check(const Operation& operation) {
    perform(operation);
    expect_catalog(describe(operation) + "\n");
  }
  [[nodiscard]] Catalog inspected() { return objects().inspect(*connection_, {}).catalog; }
  void expect_catalog(const std::string& after = {}) {
    const Catalog found = inspected();
    EXPECT_TRUE(found == catalog) << after << differences(catalog, found);
  }
  /// One or several statements; they end with a semicolon at a line's end.
  void sql(const std::string& text) { database->run(text); }

  int version = 0;
  Catalog catalog;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace aludel::testing
