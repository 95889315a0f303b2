#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/objects.hpp"
#include "dialect/postgresql/features.hpp"

namespace aludel::postgresql {

using Statements = std::vector<RenderedStatement>;

/// objects.hpp, ObjectFunctions::render.
[[nodiscard]] Rendering render(const Operation& operation, const Catalog& before,
                               int server_version);

// render_online.cpp
/// objects.hpp, ObjectFunctions::render_online.
[[nodiscard]] Rendering render_online(const Operation& operation, const Catalog& before,
                                      int server_version);

// render_column.cpp: parts of CREATE TABLE and ALTER TABLE.
[[nodiscard]] std::string column_sql(const Column& column, const Features& features);
[[nodiscard]] std::string identity_sql(const Identity& identity);
/// A query that lets an identity, made of a column that rows may have values in, count on behind
/// them.
[[nodiscard]] std::string count_behind_rows_sql(const ObjectName& table, const std::string& column,
                                                const Identity& identity, const Catalog& before);
/// The same of a sequence. @param sequence  an expression
[[nodiscard]] std::string count_behind_rows_sql(const std::string& sequence,
                                                const ObjectName& table, const std::string& column,
                                                const SequenceOptions& options);
/// "CONSTRAINT name …", without NOT VALID.
[[nodiscard]] std::string constraint_sql(const Constraint& constraint, const Features& features);
/// " DEFERRABLE INITIALLY DEFERRED", or nothing.
[[nodiscard]] std::string deferral_sql(Deferral deferral);
/// NOT VALID was asked for.
[[nodiscard]] bool is_not_valid(const Constraint& constraint);

// render_create_table.cpp
[[nodiscard]] Statements create_table(const CreateTable& operation, const Catalog& before,
                                      const Features& features);
[[nodiscard]] Statements create_index(const CreateIndex& operation, const Features& features);
/// ALTER SEQUENCE … OWNED BY, for sequences that were made before `table` had `column` (empty:
/// any).
[[nodiscard]] Statements own_sequences(const ObjectName& table, std::string_view column,
                                       const Catalog& before);

// render_table.cpp
[[nodiscard]] Statements alter_table(const AlterTable& operation, const Catalog& before,
                                     const Features& features);

// render_enum.cpp
[[nodiscard]] Statements remove_enum_value(const RemoveEnumValue& operation, const Catalog& before);

// render_objects.cpp
[[nodiscard]] Statements create_view(const CreateView& operation, const Features& features);
[[nodiscard]] Statements create_trigger(const Trigger& trigger);
[[nodiscard]] Statements create_policy(const Policy& policy);
[[nodiscard]] std::string grant_sql(const Grant& grant);
[[nodiscard]] std::string revoke_sql(const Grant& grant);
/// "COMMENT ON … IS …"; an empty comment takes the old one away.
[[nodiscard]] std::string comment_sql(const SetComment& operation);
/// Nothing where `comment` is empty.
[[nodiscard]] Statements comment_on(ObjectKind kind, const ObjectName& object,
                                    const std::string& comment, const std::string& part = {},
                                    const std::string& signature = {});

// render_rows.cpp
/// The COPY that takes its rows; empty: where only INSERTs do.
[[nodiscard]] std::string copy_statement(const BulkInsert& operation, const Catalog& before);
[[nodiscard]] Statements bulk_insert(const BulkInsert& operation, const Catalog& before);
/// Raw SQL, one statement each.
[[nodiscard]] Statements execute(const Execute& operation);

/// Adds `more` behind `statements`.
void append(Statements& statements, Statements more);

/// render_alter_object.cpp
[[nodiscard]] Statements create_composite(const CompositeType& type);
[[nodiscard]] Statements alter_object(const AlterObject& operation, const Catalog& before);
/// settings.cpp
[[nodiscard]] std::string setting_sql(const ObjectSetting& setting, const Catalog& before);
/// render_enum.cpp: a type of these values takes the old one's place.
[[nodiscard]] Statements alter_enum(const Enum& to, const Catalog& before);

}  // namespace aludel::postgresql
