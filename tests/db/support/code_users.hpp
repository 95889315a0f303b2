#pragma once

#include "aludel/operations.hpp"

namespace aludel::testing {

/// A function of a revision in C++.
using Say = void (*)(Operations&);

inline void create_users(Operations& op) {
  op.create_table({.name = "users",
                   .columns = {{.name = "id", .type = big_int(), .nullable = false},
                               {.name = "email", .type = text()}},
                   .constraints = {PrimaryKey{.name = "pk_users", .columns = {"id"}}}});
}

}  // namespace aludel::testing
