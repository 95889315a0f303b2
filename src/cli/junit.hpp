#pragma once

#include <string>
#include <vector>

#include "app/test/test_case.hpp"

namespace aludel {

/// Cases as JUnit's XML, which CI services read: a `testsuite` for each group, in the order in
/// which they begin. Characters that XML cannot hold are question marks.
[[nodiscard]] std::string junit_of(const std::vector<TestCase>& cases);

/// What a case has to say below its message, line by line.
[[nodiscard]] std::string details_of(const TestCase& test, bool colour);

}  // namespace aludel
