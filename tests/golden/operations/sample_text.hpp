#pragma once

#include <string>

#include "dialect/dialect.hpp"
#include "golden/operations/samples.hpp"

namespace aludel::samples {

[[nodiscard]] const Dialect& dialect_named(const std::string& name);

/// What a sample says, line by line: "given: create table assets".
[[nodiscard]] std::string described(const Sample& sample);

/// The revision in SQL that a sample becomes, both directions; "refused: message" and its hint
/// where the database has no such thing.
[[nodiscard]] std::string rendered(const Sample& sample, const Dialect& dialect,
                                   int server_version);
[[nodiscard]] bool is_refused(const std::string& rendered);

}  // namespace aludel::samples
