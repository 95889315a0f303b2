#pragma once

#include "app/test/test_project.hpp"

namespace aludel {

/// Whether the script of the whole history, run by the database's own client in a scratch database
/// of its own, makes `wanted`. Skipped with the reason where there is no such script, or no client.
[[nodiscard]] TestCase offline_case(const TestRequest& request, const KnownState& wanted);

}  // namespace aludel
