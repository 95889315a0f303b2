#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// The kind of a setting whose object is an index, and whose part the number of a column of it.
constexpr std::string_view index_statistics = "STATISTICS OF INDEX";

/// The index that a setting's value names: "USING INDEX ix_users" of a replica identity, "ix_users"
/// of CLUSTER. Empty where it names none.
[[nodiscard]] ObjectName index_of(const ObjectSetting& setting, const Rules& rules);

/// Columns and constraints of one table may share a name.
enum class PartOf { column, constraint };
[[nodiscard]] bool is_of(const ObjectSetting& setting, PartOf what);

/// Settings of a part of an object.
void drop_settings(Catalog& catalog, const ObjectName& object, PartOf what, std::string_view part,
                   const Rules& rules);
void rename_in_settings(Catalog& catalog, const ObjectName& object, PartOf what,
                        std::string_view from, std::string_view to, const Rules& rules);

/// Settings of indexes that went with their table, view or column.
void drop_settings_of_lost_indexes(Catalog& catalog);

/// Whether the domain keeps a check, which at most becomes valid for all values: with its comment.
[[nodiscard]] bool keeps(const Domain& domain, const Check& check);

}  // namespace aludel
