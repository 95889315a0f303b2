#pragma once

#include <string>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/migrate.hpp"

/// Whether a database is what a program's models say.
namespace aludel {

struct CheckOptions {
  /// PostgreSQL: a server where a scratch database may be made; empty: that of the database, where
  /// the user needs CREATEDB.
  std::string scratch_url = {};
  Options options = {};
};

/// What the models and a database differ in, each as a sentence: "add column email to users"; empty
/// where they agree. The models are made in a scratch database and inspected as the live one is, so
/// that both are in the database's own words; the scratch database is gone behind it. Objects that
/// neither the models have nor `migrations` make are left alone. Nothing is changed.
/// @throws Error  E0211 where no scratch database can be made; E0329, E0401 for models that the
///                database does not have; else as `current`
/// Not for an open connection on PostgreSQL, which cannot make a database: give `scratch_url` then.
///
/// Example:
/// ```cpp
/// const auto migrations = aludel::load_migrations("migrations/versions");
/// aludel::Catalog models;
/// models.tables.push_back({.name = "users", .columns = {{.name = "id", .type = aludel::text()}}});
/// for (const std::string& difference :
///      aludel::model_differences("sqlite:///app.db", models, migrations))
///   std::puts(difference.c_str());
/// ```
[[nodiscard]] std::vector<std::string> model_differences(const Database& database,
                                                         const Catalog& models,
                                                         const Migrations& migrations,
                                                         const CheckOptions& options = {});

}  // namespace aludel
