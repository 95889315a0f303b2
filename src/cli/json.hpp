#pragma once

#include <nlohmann/json_fwd.hpp>

#include "aludel/error.hpp"
#include "aludel/event.hpp"
#include "app/backup/transfer.hpp"

namespace aludel {

/// The forms of docs/formats.md, "JSON".
[[nodiscard]] nlohmann::ordered_json json_of(const Diagnostic& diagnostic);
[[nodiscard]] nlohmann::ordered_json json_of(const Event& event);
[[nodiscard]] nlohmann::ordered_json json_of(const Loss& loss);
[[nodiscard]] nlohmann::ordered_json json_of(const Transfer& transfer);

}  // namespace aludel
