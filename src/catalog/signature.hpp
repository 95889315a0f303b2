#pragma once

#include <string>
#include <string_view>

#include "aludel/catalog.hpp"

namespace aludel {

/// The types of a function's arguments: its `signature`, else read off its `arguments`; the names
/// of types in one form, as PostgreSQL's format_type has it: "integer, character varying".
[[nodiscard]] std::string signature_of(const Function& function);
[[nodiscard]] std::string normal_signature(std::string_view signature);

}  // namespace aludel
