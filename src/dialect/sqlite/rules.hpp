#pragma once

#include "catalog/apply.hpp"

namespace aludel::sqlite {

/// Names keep their case and are found whatever it is; a column that something uses stays.
inline const Rules rules{.dialect = "sqlite",
                         .folds_case = true,
                         .column_takes_its_users = false,
                         .foreign_keys_may_dangle = true};

/// INTEGER PRIMARY KEY of one column is the rowid itself. Null where there is none.
[[nodiscard]] const Column* rowid_alias(const Table& table);

/// `wish`, or `wish_2` … where a table, view or index is called so.
[[nodiscard]] std::string free_name(const Catalog& catalog, const std::string& wish);

}  // namespace aludel::sqlite
