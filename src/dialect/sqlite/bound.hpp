#pragma once

#include "dialect/objects.hpp"

namespace aludel::sqlite {

/// As ObjectFunctions::bound. What SQLite has not and what changes no meaning there is dropped, so
/// that portable models fit: comments, UNLOGGED, storage parameters, INCLUDE of constraints, the
/// place of NULLs in an index, NO INHERIT, ALWAYS and the limits of an identity, CONCURRENTLY (an
/// index is made in the transaction, which no other writer enters anyway). `now()` is
/// CURRENT_TIMESTAMP; the schema `main` is none. What it has not and would be missed stays, for
/// `render` to refuse.
[[nodiscard]] Operation bound(Operation operation, const Catalog& before, int server_version);

}  // namespace aludel::sqlite
