#pragma once

#include <string>

#include "aludel/table.hpp"

namespace aludel::postgresql {

/// `options` of a sequence of `type` without those that it would have anyway.
[[nodiscard]] SequenceOptions without_defaults(SequenceOptions options, const Type& type);

/// That a column of this type holds.
[[nodiscard]] long long highest_number(const Type& type);

/// MINVALUE, said or not.
[[nodiscard]] long long least_number(const SequenceOptions& options, const Type& type);
/// Where counting begins.
[[nodiscard]] long long first_number(const SequenceOptions& options);
/// "INCREMENT BY 2 START WITH 10", each with a blank before it.
[[nodiscard]] std::string sequence_options_sql(const SequenceOptions& options);
/// For ALTER SEQUENCE: what is not set goes back to the default.
[[nodiscard]] std::string all_sequence_options_sql(const SequenceOptions& options,
                                                   const Type& type);
/// For ALTER COLUMN of an identity column, in the same way: "SET INCREMENT BY 1 SET …".
[[nodiscard]] std::string set_identity_options_sql(const SequenceOptions& options,
                                                   const Type& type);

}  // namespace aludel::postgresql
