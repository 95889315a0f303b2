#pragma once

#include "catalog/apply.hpp"

namespace aludel {

/// The kind of a setting whose object is an index, and whose part the number of a column of it.
constexpr std::string_view index_statistics = "STATISTICS OF INDEX";
/// Of an identity, where its sequence is called otherwise than the server would call it.
constexpr std::string_view sequence_name = "SEQUENCE NAME";
constexpr std::string_view sequence_comment = "COMMENT ON SEQUENCE OF IDENTITY";
[[nodiscard]] bool is_of_identity(const ObjectSetting& setting);
/// Of a partition, whose trigger fires otherwise than the parent's from which it is.
constexpr std::string_view trigger_of_partition = "TRIGGER OF PARTITION";

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

/// The sequences of identities of a table keep their names where the table, or the column, gets
/// another one: what they are called is said from there on.
/// @param table, column  before; column empty: all of them
void keep_sequence_names(Catalog& catalog, const Table& table, std::string_view column,
                         const ObjectName& to_table, std::string_view to_column,
                         const Rules& rules);

/// Settings of what partitions of a table have from its trigger.
void drop_settings_of_trigger(Catalog& catalog, const ObjectName& table, std::string_view trigger,
                              const Rules& rules);

/// Settings of indexes that went with their table, view or column.
void drop_settings_of_lost_indexes(Catalog& catalog);

/// Whether the domain keeps a check, which at most becomes valid for all values: with its comment.
[[nodiscard]] bool keeps(const Domain& domain, const Check& check);

}  // namespace aludel
