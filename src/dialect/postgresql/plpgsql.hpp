#pragma once

#include <string>
#include <string_view>

#include "dialect/bookkeeping.hpp"

/// What blocks of PL/pgSQL in a script for psql are made of.
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

/// A DO statement; `declarations` may be empty.
[[nodiscard]] std::string block(const std::string& declarations, const std::string& body);
/// A query of functions alone, `SELECT …`, as the statement that throws its row away: `PERFORM …`.
[[nodiscard]] std::string perform(const std::string& query);
/// RAISE EXCEPTION with texts that are SQL expressions; an empty one is left out.
[[nodiscard]] std::string raise(const std::string& message, const std::string& detail,
                                const std::string& hint);
/// The version rows as one text, sorted as we sort: by bytes. No id holds a comma.
[[nodiscard]] std::string rows_of(const Bookkeeping& bookkeeping);
/// Such rows as a person reads them.
[[nodiscard]] std::string shown(const std::string& rows);
/// In a transaction in which the version table is locked: whether another writer was there before,
/// by the setting `aludel.expects`, and whether the migration lock is still ours. Needs a variable
/// `present text`.
[[nodiscard]] std::string guard_checks(const Bookkeeping& tables);

}  // namespace aludel::postgresql
