#pragma once

#include "dialect/objects.hpp"

namespace aludel::sqlite {

/// As ObjectFunctions::render. A Backfill gives nothing: whoever runs it cuts it into batches.
[[nodiscard]] Rendering render(const Operation& operation, const Catalog& before,
                               int server_version);

/// The changes of one table: by ALTER TABLE where SQLite can do all of them in place, else by one
/// rebuild for all of them.
[[nodiscard]] Rendering render_alter_table(const AlterTable& operation, const Catalog& before,
                                           int server_version);

/// Rows as INSERTs of many each.
[[nodiscard]] std::vector<std::string> insert_statements(const BulkInsert& operation);

/// As ObjectFunctions::insert_apart.
[[nodiscard]] std::string insert_for_each_row(const BulkInsert& operation, const Catalog& before);

}  // namespace aludel::sqlite
