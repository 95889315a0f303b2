#pragma once

#include "aludel/catalog.hpp"
#include "aludel/migrate.hpp"

namespace aludel {

/// Makes a fresh database straight from its end state: all objects of `models`, and the version
/// rows of the heads of `migrations`, in one transaction. Where revisions have grown many this is
/// what tests and new installations are quicker with; that both ways end alike is for a test of the
/// application to show.
/// @param models  for the database at hand: what it does not have is refused
/// @return false where the database holds a table, a view or a version row already: nothing was
/// done,
///         and `upgrade` is what it needs
/// @throws Error  E0329 for what the database does not have; else as upgrade
///
/// Example:
/// ```cpp
/// aludel::Catalog models;
/// models.tables.push_back({.name = "users", .columns = {{.name = "id", .type =
/// aludel::big_int()}}}); const auto migrations = aludel::load_migrations("migrations/versions");
/// if (!aludel::create_all("sqlite:///app.db", models, migrations))
///   aludel::upgrade("sqlite:///app.db", migrations);
/// ```
bool create_all(const Database& database, const Catalog& models, const Migrations& migrations,
                const Options& options = {});

}  // namespace aludel
