#include "app/inspect/database_sql.hpp"

#include "app/compare/unbound_bodies.hpp"
#include "dialect/objects.hpp"
#include "migrate/inspect_session.hpp"
#include "migrate/rendered_operations.hpp"

namespace aludel {

DatabaseSql database_sql(Session& session) {
  const ObjectFunctions& objects = session.dialect().objects();
  Connection& connection = session.connection();
  Inspected found = inspect(session);
  DatabaseSql sql{.statements = {}, .not_covered = std::move(found.not_covered)};
  for (auto& [what, statement] : found.statements) {  // triggers may write to them
    std::erase(sql.not_covered, what);
    sql.statements.push_back(std::move(statement));
  }
  render_creation(objects, found.catalog, CatalogOf::database, connection.server_version(),
                  [&](const Rendering& rendering) {
                    for (const RenderedStatement& statement : rendering.statements)
                      sql.statements.push_back(statement.sql);
                  });
  if (!found.catalog.functions.empty())
    sql.statements.insert(sql.statements.begin(), std::string(leave_bodies_unread));
  return sql;
}

}  // namespace aludel
