#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// @throws Error(bad_operation) where the schema is not there. The one that is always there needs
/// no entry in the catalog; of SQLite's attached databases nothing is known.
void require_schema(const Catalog& catalog, std::string_view schema, const Rules& rules);

/// Tables, views, sequences and indexes of a schema share their names.
/// @throws Error(bad_operation) that names what is called so already
void require_free_relation(const Catalog& catalog, const ObjectName& name, const Rules& rules);

/// Enums and domains share theirs with tables and views.
/// @throws Error(bad_operation) as above
void require_free_type(const Catalog& catalog, const ObjectName& name, const Rules& rules);

/// What is left when an object is gone that others say something of: its grants and settings, and
/// what goes with a table.
void drop_grants(Catalog& catalog, const ObjectName& object, const Rules& rules);

void drop_settings(Catalog& catalog, const ObjectName& object, const Rules& rules);

/// Views whose query names the table or view, for a person: "view daily".
[[nodiscard]] std::vector<ObjectName> views_that_name(const Catalog& catalog,
                                                      const ObjectName& relation,
                                                      const Rules& rules);
/// Triggers on other tables whose body names it: "trigger note of table prices".
[[nodiscard]] std::vector<std::string> triggers_that_name(const Catalog& catalog,
                                                          const ObjectName& relation,
                                                          const Rules& rules);

/// Drops a view and the views that name it.
void drop_view_and_users(Catalog& catalog, const ObjectName& view, const Rules& rules);

}  // namespace aludel
