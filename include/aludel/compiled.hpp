#pragma once

#include <span>
#include <string_view>

#include "aludel/migrate.hpp"
#include "aludel/migration.hpp"

namespace aludel {

/// A revision inside of a program: in C++, or the text of a file in SQL. Lists of them are written
/// by the build (`aludel_add_migrations`).
struct CompiledRevision {
  std::string_view path;  ///< of its source, as the build named it: "versions/001_users.cpp"
  const Migration* code = nullptr;  ///< one of both; outlives the program's last use of the list
  std::string_view sql = {};
};

/// The revisions of a program, as load_migrations reads them from a folder.
/// @throws Error with everything that is wrong in one report, as load_migrations
///
/// Example:
/// ```cpp
/// static const aludel::Migration first{.id = "1", .message = "Users", .upgrade =
/// [](aludel::Operations& op) {
///   op.create_table({.name = "users", .columns = {{.name = "id", .type = aludel::big_int()}}});
/// }};
/// const aludel::CompiledRevision list[] = {{.path = "versions/1_users.cpp", .code = &first}};
/// aludel::upgrade("sqlite:///app.db", aludel::compiled_migrations(list));
/// ```
[[nodiscard]] Migrations compiled_migrations(std::span<const CompiledRevision> revisions);

}  // namespace aludel
