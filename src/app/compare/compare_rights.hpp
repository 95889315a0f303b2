#pragma once

#include "app/compare/compare.hpp"

namespace aludel {

/// Adds to `changes` what gives objects the owners, and roles the default privileges, that `to`
/// says. What is each state's own user's on both sides, and what is left alone, stays.
void compare_rights(const Rights& from, const Rights& to, const LeftAlone& left_alone,
                    std::vector<RenderedChange>& changes);

/// Adds what gives objects that `changes` drop and make again back to those whose they were.
void keep_owners(const Rights& from, std::vector<RenderedChange>& changes);

}  // namespace aludel
